"""Tables of capitals."""

from crosswind.noise.capitals import small_and_capital


def pair(letter: str, language: str) -> str:
    return "".join(chr(table[ord(letter)]) for table in small_and_capital(language))


def test_letters_and_their_other_case():
    assert [pair(letter, "de") for letter in "aÄß1"] == ["aA", "äÄ", "ßß", "11"]
    assert pair("ς", "el") == "ςΣ"
    assert pair("я", "ru") == "яЯ"


def test_turkish_has_two_letters_i():
    assert [pair(letter, "tr") for letter in "iIıİ"] == ["iİ", "ıI", "ıI", "iİ"]
    assert [pair(letter, "en") for letter in "iI"] == ["iI", "iI"]
    assert pair("ı", "en") == "ıı"


def test_letters_that_are_no_small_form_have_no_capital():
    assert pair("ſ", "en") == "ſſ"
    assert pair("µ", "en") == "µµ"
