"""What is heard: numbers as words, words that sound alike, sounds that are near, words not heard.

Own lists of everyday words. A language without a list of a kind does without that kind.
"""

# Words for 0 to 20, then for 30, 40 ... 100, where the language has one word for each.
NUMBERS = {
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
        "eighty ninety hundred"
    ),
    "de": (
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
        "fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig "
        "siebzig achtzig neunzig hundert"
    ),
    "nl": (
        "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
        "vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig "
        "zeventig tachtig negentig honderd"
    ),
    "es": (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
        "quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta "
        "sesenta setenta ochenta noventa cien"
    ),
    "pt": (
        "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze "
        "dezesseis dezessete dezoito dezenove vinte trinta quarenta cinquenta sessenta setenta "
        "oitenta noventa cem"
    ),
    "it": (
        "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
        "quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta "
        "cinquanta sessanta settanta ottanta novanta cento"
    ),
    "fr": (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
        "seize dix-sept dix-huit dix-neuf vingt trente quarante cinquante soixante soixante-dix "
        "quatre-vingts quatre-vingt-dix cent"
    ),
    "ru": (
        "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
        "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать "
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто"
    ),
    "pl": (
        "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście "
        "dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście "
        "dziewiętnaście dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt "
        "siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto"
    ),
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz on",
    "az": "sıfır bir iki üç dörd beş altı yeddi səkkiz doqquz on",
    "fi": "nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen",
    "et": "null üks kaks kolm neli viis kuus seitse kaheksa üheksa kümme",
    "hu": "nulla egy kettő három négy öt hat hét nyolc kilenc tíz",
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
    "ms": "kosong satu dua tiga empat lima enam tujuh lapan sembilan sepuluh sebelas",
    "sw": "sifuri moja mbili tatu nne tano sita saba nane tisa kumi",
    "vi": "không một hai ba bốn năm sáu bảy tám chín mười",
    "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять десять",
    "bg": "нула едно две три четири пет шест седем осем девет десет",
    "el": "μηδέν ένα δύο τρία τέσσερα πέντε έξι εφτά οχτώ εννιά δέκα",
    "hi": "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस",
    "zh": "零 一 二 三 四 五 六 七 八 九 十",
}

# Groups of words that sound alike.
HOMOPHONES = {
    "en": (
        "to,too,two there,their,they're your,you're its,it's then,than hear,here know,no "
        "new,knew right,write one,won for,four by,buy,bye see,sea be,bee meat,meet week,weak "
        "would,wood our,hour sun,son made,maid mail,male road,rode sail,sale wait,weight "
        "whole,hole piece,peace plain,plane pair,pear threw,through wear,where "
        "whether,weather which,witch affect,effect brake,break cell,sell fair,fare "
        "flour,flower great,grate heard,herd passed,past principal,principle red,read "
        "scene,seen steal,steel tail,tale ate,eight "
        "an,and of,off"
    ),
    "de": (
        "das,dass seid,seit wieder,wider mehr,meer wahr,war fiel,viel ihm,im ihn,in wen,wenn "
        "den,denn man,mann rad,rat seite,saite stadt,statt tod,tot "
        "wahl,wal waise,weise bund,bunt arm,am"
    ),
    "fr": (
        "a,à et,est ou,où ce,se son,sont on,ont la,là mes,mais ces,ses,c'est s'est,sait "
        "leur,leurs peu,peut,peux sans,cent,sang vert,vers,verre mer,mère,maire fois,foi,foie "
        "tout,tous quand,quant,qu'en sa,ça si,s'y eau,haut,au,aux pain,pin fin,faim voix,voie "
        "cour,cours chant,champ compte,conte point,poing sur,sûr notre,nôtre même,mêmes"
    ),
    "es": (
        "a,ha,ah hay,ahí,ay haya,halla tubo,tuvo hecho,echo hola,ola vaya,valla bello,vello "
        "botar,votar casa,caza cien,sien coser,cocer as,has el,él tu,tú si,sí que,qué mas,más "
        "se,sé de,dé mi,mí solo,sólo aun,aún sumo,zumo asta,hasta"
    ),
}

# Short words that are spoken without stress and are not always heard.
FUNCTION_WORDS = {
    "en": "a an the of to in on at for and is was are that with by from it as her his through",
    "de": "der die das den dem des ein eine einen einem und in im an am auf zu zum mit von vor ist",
    "nl": "de het een en van in op te met voor door aan is dat er haar",
    "af": "die 'n en van in op te met vir deur is dat haar",
    "es": "el la los las un una de del a al en y que por con su se lo",
    "fr": "le la les un une des de du à au en et que par son sa ses il elle dans",
    "it": "il lo la i gli le un una di del a al in e che per con suo si",
    "pt": "o a os as um uma de do da em no na e que por com se pelo ao",
    "ro": "un o de la în pe și cu din că își",
    "pl": "w z na do i że się po od przez za ze",
    "lt": "ir į su per po iš prie savo",
    "fi": "ja on että se kun",
    "et": "ja on et ta kui",
    "hu": "a az és egy hogy is",
    "eu": "eta da du bat",
    "tr": "ve bir bu da de ile için",
    "az": "və bir bu da də ilə üçün",
    "id": "yang di ke dan dari itu ini dengan",
    "ms": "yang di ke dan dari itu ini dengan",
    "jv": "sing ing lan saka iku karo",
    "tl": "ang ng sa at na mga ay",
    "sw": "na ya wa kwa ni la katika",
    "vi": "thì mà là của và con cho",
    "ht": "la a an nan yo ak pou li",
    "yo": "ní sí ti fún àti",
    "wo": "ci ak bi mu",
    "ru": "в на с и по к у о от за со до",
    "uk": "в на з і по до у від за та й",
    "bg": "в на с и по от за до се си",
    "kk": "мен да де бір бұл",
    "el": "ο η το τον την του της να και με σε στο στη στην τα οι",
    "ar": "في من على إلى عن و أن مع",
    "fa": "در به از که را و با",
    "ur": "کا کی کے سے کو نے اور میں پر",
    "he": "את של על עם גם",
    "hi": "का की के से को ने और में पर",
    "mr": "आणि ला च तर",
    "bn": "ও আর এ তা যে",
    "gu": "ના ની ને અને માં",
    "pa": "ਦਾ ਦੀ ਦੇ ਤੋਂ ਨੂੰ ਨੇ ਅਤੇ ਵਿੱਚ",
    "ka": "და რომ ეს",
}

# Script -> groups of letters whose sounds are near: voiced and not, of one place, vowels beside.
NEAR_SOUNDS = {
    "Latn": "bp dt gk fv sz mn ei ou ae iy jg wv",
    "Cyrl": "бп дт гк вф зс жш мн еи оа уы чщ эе юу яа йи цс хк ъь ёо їі єе ґг әа "
    "ғг қк ңн өо ұу үу һх іи",
    "Grek": "βφ δθ γχ ει οω αε υι ηι πβ τδ κγ μν σζ ξσ ψσ ςσ",
    "Arab": "ضدظ طت صسث ذز قكک حه عاأ خغ جش بپ من يی وؤ فو ةه گک چج ژز ىي ہه ےی ںن ٹت ڈد",
    "Hebr": "אע טת קכח סשצ בו דט גכ זס מנ פב הא יא ןנ םמ ךכ ףפ ץצ",
    "Armn": "բպփ դտթ գկք զս ժշ մն եէը ոօ վֆ ձծց ջճչ խհ այ իե ու",
    "Geor": "ბპფ დტთ გკქ ვფ ზსც ჟშ მნ ეი ოუ აო ძწც ჯჭჩ ღხყ ჰხ",
    "Deva": "कखग चछज टठड तथद पफब शषस नण मन वब यज घग झज ढड धद भब ळल रल िी ुू ेै ोौ",
    "Beng": "কখগ চছজ টঠড তথদ পফব শষস নণ মন ঘগ ঝজ ঢড ধদ ভব যজ",
    "Guru": "ਕਖਗ ਚਛਜ ਟਠਡ ਤਥਦ ਪਫਬ ਨਣ ਮਨ ਘਗ ਝਜ ਢਡ ਧਦ ਭਬ ਵਬ ਸਹ ਯਜ",
    "Gujr": "કખગ ચછજ ટઠડ તથદ પફબ શષસ નણ મન લળ ઘગ ઝજ ઢડ ધદ ભબ વબ યજ હસ",
    "Taml": "னணந லளழ ரற கச டத பம ஞந வப யஞ சஸ",
    "Telu": "కఖగ చఛజ టఠడ తథద పఫబ శషస నణ మన లళ ఘగ ఝజ ఢడ ధద భబ వబ యజ హస",
    "Mlym": "കഖഗ ചഛജ ടഠഡ തഥദ പഫബ ശഷസ നണ മന ലള രറ ഘഗ ഝജ ഢഡ ധദ ഭബ വബ യജ ഹസ ഞന ൻൺ ൽൾ",
}
# Letters with a diacritic that are sounds of their own in a language.
NEAR_SOUNDS_OF = {
    "az": "ıi ğg şs çc öo üu əe",
    "de": "öo üu",
    "et": "öo üu õo",
    "es": "ñn",
    "eu": "ñn",
    "fi": "öo",
    "hu": "öo üu őö űü",
    "qu": "ñn",
    "ro": "șs țt",
    "tr": "ıi ğg şs çc öo üu",
    "wo": "ñn",
}
