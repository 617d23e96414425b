"""Short texts of everyday words, written for these tests, and long texts drawn from their words."""

from crosswind.core.seeds import generator

SENTENCES = {
    "en": (
        "Our neighbor walks her old dog through the little park every morning before breakfast."
    ),
    "de": (
        "Unsere Nachbarin führt ihren alten Hund jeden Morgen vor "
        "dem Frühstück durch den großen Park."
    ),
    "es": (
        "Nuestra vecina pasea a su perro viejo por el parque pequeño "
        "cada mañana, ¿también los domingos?"
    ),
    "fr": (
        "Notre voisine promène son vieux chien dans le petit parc chaque matin, même quand il gèle."
    ),
    "it": (
        "La nostra vicina porta il suo vecchio cane nel parco ogni "
        "mattina, perché così è più felice."
    ),
    "nl": (
        "Onze buurvrouw wandelt elke ochtend vóór het ontbijt met "
        "haar oude hond door het kleine park."
    ),
    "pl": ("Nasza sąsiadka co rano przed śniadaniem chodzi ze swoim starym psem przez mały park."),
    "fi": ("Naapurimme kävelyttää vanhaa koiraansa pienessä puistossa joka aamu ennen aamiaista."),
    "tr": (
        "Komşumuz her sabah kahvaltıdan önce yaşlı köpeğini küçük "
        "parkta gezdirir, Işık da İzmir'e gider."
    ),
    "cs": "Naše sousedka chodí každé ráno před snídaní se starým psem přes malý park.",
    "pt": (
        "A nossa vizinha passeia o cão velho pelo pequeno parque "
        "todas as manhãs, não só ao domingo."
    ),
    "vi": "Bà hàng xóm dắt con chó già đi dạo trong công viên nhỏ mỗi buổi sáng trước bữa ăn.",
    "ru": "Наша соседка каждое утро до завтрака гуляет со старой собакой по маленькому парку.",
    "uk": "Наша сусідка щоранку перед сніданком гуляє зі старим собакою маленьким парком.",
    "bg": "Нашата съседка всяка сутрин преди закуска разхожда старото си куче в малкия парк.",
    "el": "Η γειτόνισσά μας βγάζει κάθε πρωί τον γέρικο σκύλο της βόλτα στο μικρό πάρκο.",
    "he": "השכנה שלנו מטיילת כל בוקר לפני הארוחה עם הכלב הזקן שלה בפארק הקטן.",
    "ar": "جارتنا تمشي كل صباح قبل الفطور مع كلبها العجوز في الحديقة الصغيرة أمام المدرسة.",
    "fa": "همسایهٔ ما هر روز صبح پیش از صبحانه با سگ پیرش در پارک کوچک قدم می‌زند.",
    "hi": "हमारी पड़ोसन हर सुबह नाश्ते से पहले अपने बूढ़े कुत्ते को छोटे पार्क में घुमाती है।",
    "bn": "আমাদের প্রতিবেশী রোজ সকালে নাস্তার আগে তার বুড়ো কুকুরকে ছোট পার্কে হাঁটায়।",
    "ta": "எங்கள் அயலவர் தினமும் காலையில் தனது வயதான நாயை சிறிய பூங்காவில் நடக்க வைக்கிறார்.",
    "te": "మా పొరుగింటి ఆవిడ ప్రతి ఉదయం తన ముసలి కుక్కను చిన్న పార్కులో తిప్పుతుంది.",
    "ml": "ഞങ്ങളുടെ അയൽക്കാരി എല്ലാ ദിവസവും രാവിലെ പ്രായമായ നായയെ ചെറിയ പാർക്കിൽ നടത്തുന്നു.",
    "th": "เพื่อนบ้านของเราพาหมาแก่เดินเล่นในสวนเล็กทุกเช้าก่อนกินข้าว",
    "ka": "ჩვენი მეზობელი ყოველ დილით საუზმემდე თავის ბებერ ძაღლს პატარა პარკში ასეირნებს.",
    "af": "Ons buurvrou stap elke môre voor ontbyt met haar ou hond deur die klein park.",
    "az": (
        "Qonşumuz hər səhər yeməkdən əvvəl qoca itini kiçik parkda gəzdirir, İlqar da kömək edir."
    ),
    "et": "Meie naaber jalutab oma vana koeraga igal hommikul enne sööki läbi väikese pargi.",
    "eu": (
        "Gure auzokoak Iruñean bere txakur zaharra parke txikian "
        "ibiltzen du goizero, gosaldu baino lehen."
    ),
    "gu": "અમારી પાડોશી દરરોજ સવારે નાસ્તા પહેલાં તેના ઘરડા કૂતરાને નાના બગીચામાં ફેરવે છે.",
    "ht": (
        "Vwazin nou an pwomennen vye chen li nan ti pak la chak "
        "maten anvan li manje, menm lè fè frèt."
    ),
    "hu": "A szomszédunk minden reggel reggeli előtt sétáltatja öreg kutyáját a kis parkban.",
    "id": (
        "Tetangga kami berjalan dengan anjing tuanya di taman kecil setiap pagi sebelum sarapan."
    ),
    "ja": "隣の人は毎朝、朝ご飯の前に年を取った犬を連れて小さな公園を散歩します。",
    "jv": (
        "Tanggaku mlaku-mlaku karo asune sing wis tuwa ing taman "
        "cilik saben esuk sadurunge sarapan."
    ),
    "kk": (
        "Біздің көршіміз күн сайын таңертең кәрі итін шағын саябақта "
        "серуендетеді, үйге кеш қайтады."
    ),
    "ko": "우리 이웃은 매일 아침 식사 전에 늙은 개와 함께 작은 공원을 산책합니다.",
    "lt": "Mūsų kaimynė kiekvieną rytą prieš pusryčius vedžioja savo seną šunį po mažą parką.",
    "mr": ("आमची शेजारीण रोज सकाळी न्याहारीपूर्वी तिच्या म्हाताऱ्या कुत्र्याला लहान बागेत फिरवते."),
    "ms": (
        "Jiran kami berjalan dengan anjing tuanya di taman kecil setiap pagi sebelum bersarapan."
    ),
    "my": ("ကျွန်တော်တို့ အိမ်နီးချင်းသည် မနက်တိုင်း သူ၏ ခွေးအိုကို ပန်းခြံငယ်ထဲတွင် လမ်းလျှောက်ခေါ်သွားသည်။"),
    "pa": ("ਸਾਡੀ ਗੁਆਂਢਣ ਹਰ ਸਵੇਰ ਨਾਸ਼ਤੇ ਤੋਂ ਪਹਿਲਾਂ ਆਪਣੇ ਬੁੱਢੇ ਕੁੱਤੇ ਨੂੰ ਛੋਟੇ ਪਾਰਕ ਵਿੱਚ ਘੁਮਾਉਂਦੀ ਹੈ।"),
    "qu": (
        "Wasi masiyku sapa tutamanta ñawpaq machu allqunwan huch'uy panpapi "
        "purin, manaraq mikhuchkaspa."
    ),
    "ro": (
        "Vecina noastră își plimbă câinele bătrân prin parcul mic în "
        "fiecare dimineață înainte de masă."
    ),
    "sw": (
        "Jirani yetu hutembea na mbwa wake mzee katika bustani ndogo kila asubuhi kabla ya chakula."
    ),
    "tl": (
        "Naglalakad ang aming kapitbahay kasama ang matandang aso "
        "niya sa maliit na parke tuwing umaga."
    ),
    "ur": "ہماری پڑوسن ہر صبح ناشتے سے پہلے اپنے بوڑھے کتے کو چھوٹے باغ میں ٹہلاتی ہے۔",
    "wo": (
        "Sunu dëkkandoo dafay doxantu ak xaj bu màggat ci park bu "
        "ndaw bi suba su nekk balaa ñuy ndekki."
    ),
    "yo": ("Aládùúgbò wa máa ń rìn pẹ̀lú ajá rẹ̀ àgbà ní ọgbà kékeré ní gbogbo òwúrọ̀ kí ó tó jẹun."),
    "zh": "我们的邻居每天早上吃早饭以前带着她的老狗在小公园里散步，下雨也不例外。",
}

# Messages, for what acts on everyday words that the sentences above have none of.
CHAT = {
    "el": "Καλημέρα, δηλαδή τι ώρα θα έρθεις και πού είναι το σπίτι σου;",
    "fi": "Minä olen vielä töissä mutta ehkä nähdään sitten huomenna.",
    "pl": "Dzięki za wiadomość, jutro jest dobrze, pozdrawiam.",
    "ru": "Привет, спасибо, сейчас не могу, но сегодня вечером очень хочу.",
    "uk": "Привіт, дякую, зараз нормально, хочу тільки спати.",
}


def long_text(language: str, length: int, *, seed: int = 1) -> str:
    """A text of the sample's words in random order, cut to a length."""
    words = SENTENCES[language].split()
    drawn = generator(seed, "sample", language).integers(0, len(words), length)
    return " ".join(words[index] for index in drawn)[:length]
