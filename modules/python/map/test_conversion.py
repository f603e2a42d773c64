import json
import unittest

from conversion import convert


class Conversion(unittest.TestCase):
    def test_a_whole_number_becomes_the_nearest_one(self):
        self.assertEqual(
            convert(b'{"temperature":{"value":1209,"unit":"F"},"device":"press-17"}'),
            b'{"temperature": {"value": 654, "unit": "C"}, "device": "press-17"}',
        )

    def test_the_unit_of_the_input_does_not_matter(self):
        self.assertEqual(convert(b'{"temperature":{"value":212}}'), b'{"temperature": {"value": 100, "unit": "C"}}')
        self.assertEqual(
            convert(b'{"temperature":{"value":100,"unit":"C"}}'), b'{"temperature": {"value": 38, "unit": "C"}}'
        )

    def test_all_else_stays_as_it_is(self):
        for value in (100.0, "100", None, [1], True):
            self.assertIsNone(convert(json.dumps({"temperature": {"value": value, "unit": "F"}}).encode()), value)
        for other in ({"temperature": {"unit": "F"}}, {"temperature": 5}, {"humidity": {"value": 5}}, [], 7, "x"):
            self.assertIsNone(convert(json.dumps(other).encode()), other)

    def test_what_is_no_json_is_refused(self):
        for bad in (b"", b"{", b"\xff"):
            with self.assertRaises(ValueError):
                convert(bad)


if __name__ == "__main__":
    unittest.main()
