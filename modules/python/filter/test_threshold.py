import unittest

from threshold import DEFAULT, passes, threshold_of


class ThresholdTest(unittest.TestCase):
    def test_the_threshold_itself_passes(self):
        for value, expected in [(20, True), (20.0, True), (19.99, False), (-5, False)]:
            with self.subTest(value=value):
                self.assertEqual(passes(b'{"temperature":{"value":%s,"unit":"C"}}' % str(value).encode(), 20.0), expected)

    def test_fahrenheit_is_converted(self):
        self.assertTrue(passes(b'{"temperature":{"value":68,"unit":"F"}}', 20.0))
        self.assertFalse(passes(b'{"temperature":{"value":67,"unit":"f"}}', 20.0))

    def test_without_a_unit_it_is_celsius(self):
        self.assertFalse(passes(b'{"temperature":{"value":19}}', 20.0))

    def test_what_has_no_temperature_passes(self):
        for payload in [b"{}", b"[]", b"5", b'{"temperature":5}', b'{"temperature":{}}', b'{"humidity":{"value":1}}']:
            with self.subTest(payload=payload):
                self.assertTrue(passes(payload, 20.0))

    def test_what_is_no_json_raises(self):
        with self.assertRaises(ValueError):
            passes(b"{", 20.0)

    def test_the_threshold_is_configured(self):
        warnings = []
        self.assertEqual(threshold_of({}, warnings.append), DEFAULT)
        self.assertEqual(threshold_of({"temperature_threshold": "-1.5"}, warnings.append), -1.5)
        self.assertEqual(warnings, [])
        self.assertEqual(threshold_of({"temperature_threshold": "warm"}, warnings.append), DEFAULT)
        self.assertEqual(len(warnings), 1)


if __name__ == "__main__":
    unittest.main()
