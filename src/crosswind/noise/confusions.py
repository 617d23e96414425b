"""Facts about spelling: alphabets, vowels, and letters that writers of a language confuse.

A group is a word of letters, any of which is written for any other. Groups are single letters
only: an edit replaces one code point. Languages without groups of their own use those of their
script, and are marked `generic` in the support matrix.
"""

from crosswind.noise.orthography import letter_groups

# Letters (lower case) that a language writes beyond those on the keys of its layout.
EXTRA_LETTERS = {
    "es": "áéíóúü",
    "eu": "ñ",
    "ca": "àèéíïòóúüç",
    "gl": "áéíóúü",
    "fr": "àâçéèêëîïôùûüœ",
    "it": "àèéìòù",
    "pt": "áâãàçéêíóôõúü",
    "br": "ñ",
    "pl": "ąćęłńóśźż",
    "ro": "ăâîșț",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "lv": "āčēģīķļņšūž",
    "is": "áéíóúý",
    "vi": "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
    "el": "άέήίόύώϊϋΐΰ",
    "yo": "ẹọṣàáèéìíòóùúń",
    "wo": "ëñóàé",
    "tr": "âîû",
    "nl": "éëïöüóáèçê",
    "af": "áèêëéîïôöû",
    "sw": "",
    "ga": "áéíóú",
    "cy": "âêîôûŵŷ",
    "eo": "ĉĝĥĵŝŭ",
    "mt": "ċġħż",
    "ht": "èòà",
    "qu": "ñ",
    "ku": "çêîşû",
    "tk": "äçžňöşüý",
    "uz": "",
    "fo": "áðíóúý",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئؤأ",
    "ur": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئؤ",
    "te": "ఱఓఏఖఛఢఫ",
    "gu": "ૐળક્ષ",
    "pa": "ਸ਼ਖ਼ਗ਼ਜ਼ਫ਼",
    "ml": "ൻർൽൾൺഘഛഝ",
}

VOWELS = {
    "Latn": "aeiouyəæøœı",
    "Cyrl": "аеёиоуыэюяіїєөүұәӣӯ",
    "Grek": "αεηιουω",
    "Arab": "اويىآأإؤئءیےہ",
    "Hebr": "אהוי",
    "Armn": "աեէըիոօ",
    "Geor": "აეიოუ",
}

# Script -> groups that hold for any language in it.
SCRIPT_GROUPS = {
    "Latn": "ae ei iy ou ao eo bp dt gk cks sz vw mn ck gj lr uv",
    "Cyrl": "оа еи аяо иы уюо бп дт гк зс жш сц вф шщ ьъ еэ мн чщ",
    "Grek": "ηιυ οω εα βφ γχ δθ κχ τδ πβ σζ μν λρ",
    "Arab": "أإآا ىي ةه ضظ سص تط ذز ثس دذ كق حه غع ؤو ئي بتث جحخ رز شس",
    "Hebr": "אע תט כק וב סש חכ הא צס",
    "Armn": "եէ ոօ դթտ գքկ բփպ ձծց ջճչ րռ",
    "Geor": "თტ ფპ ქკყ ცწ ჩჭ სზ ხღ ბპ დტ გკ ეი აო",
    "Deva": "िी ुू ेै ोौ ंँ शषस नण डद टत बव रड इई उऊ एऐ ओऔ कख गघ चछ जझ तथ दध पफ बभ",
    "Beng": "িী ুূ েৈ োৌ শষস নণ রড জয ইঈ উঊ কখ গঘ চছ তথ দধ পফ বভ টঠ ডঢ",
    "Guru": "ਿੀ ੁੂ ੇੈ ੋੌ ਂੰ ਨਣ ਰੜ ਕਖ ਗਘ ਤਥ ਦਧ ਬਭ ਟਠ",
    "Gujr": "િી ુૂ ેૈ ોૌ શષસ નણ લળ કખ ગઘ ચછ તથ દધ પફ બભ ટઠ ડઢ",
    "Orya": "ିୀ ୁୂ େୈ ୋୌ ଶଷସ ନଣ ଲଳ କଖ ଗଘ ତଥ ଦଧ ବଭ",
    "Taml": "ிீ ுூ ெே ொோ னணந லளழ ரற இஈ உஊ எஏ ஒஓ",
    "Telu": "ిీ ుూ ెే ొో శషస నణ లళ కఖ గఘ తథ దధ పఫ బభ టఠ రఱ",
    "Knda": "ಿೀ ುೂ ೆೇ ೊೋ ಶಷಸ ನಣ ಲಳ ಕಖ ಗಘ ತಥ ದಧ ಪಫ ಬಭ",
    "Mlym": "ിീ ുൂ െേ ൊോ നണൻ ലളഴ രറ ശഷസ കഖ ഗഘ തഥ ദധ ബഭ പഫ ടഠ ൻൺ ൽൾ ഇഈ ഉഊ എഏ",
    "Thai": "ไใ ศษส นณ ลฬ ทธฑฒ ถฐ ตฏ ดฎ พภ คฆข ชฌ ยญ ่้ ๊๋ ิี ึื ุู",
}  # fmt: skip

# Language -> groups of its own, before those of its script; the facts are in orthography.json.
LANGUAGE_GROUPS = letter_groups()

# Language -> shares of substitution, deletion, insertion, transposition among letter edits, in
# percent, where measured on real errors and far from the default (rounded means of the sources).
DEFAULT_SHARES = (40, 31, 24, 5)
MEASURED_SHARES = {"ru": (52, 22, 24, 2), "uk": (64, 23, 12, 1), "hi": (58, 17, 23, 2)}

# Language -> percent of substitutions that only change a diacritic, where measured.
DEFAULT_DIACRITIC_SHARE = 20
MEASURED_DIACRITIC_SHARE = {"cs": 44, "tr": 38, "fr": 30, "de": 17}
