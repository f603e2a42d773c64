import unittest

from payload import is_temperature


class PayloadTest(unittest.TestCase):
    def test_an_object_with_the_key_is_a_temperature(self):
        for payload in [b'{"temperature":{"value":5}}', b'{"temperature":null}', b'{"a":1,"temperature":5}']:
            with self.subTest(payload=payload):
                self.assertTrue(is_temperature(payload))

    def test_all_else_is_none(self):
        for payload in [b"{}", b'{"Temperature":5}', b'["temperature"]', b'"temperature"', b'{"humidity":5}']:
            with self.subTest(payload=payload):
                self.assertFalse(is_temperature(payload))

    def test_what_is_no_json_raises(self):
        with self.assertRaises(ValueError):
            is_temperature(b"temperature")


if __name__ == "__main__":
    unittest.main()
