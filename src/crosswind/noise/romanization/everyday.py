"""Everyday words as they are spelled in messages, where a spelling by rules would look odd."""

EVERYDAY = {
    "ar": (
        "في=fi من=men,mn على=3la,ala إلى=ela,ila الى=ela,ila عن=3an,an مع=ma3,maa "
        "هذا=haza,hatha هذه=hazeh,hathihi هو=howa,huwa هي=heya,hiya أنا=ana انا=ana "
        "نحن=na7nu,nahnu أنت=enta,anta انت=enta,inta هم=hom,hum ما=ma لا=la نعم=na3am,naam "
        "كان=kan كانت=kanat كل=kol,kull بعد=ba3d,baad قبل=2abl,qabl عند=3and,end قد=qad,2ad "
        "أن=an,en ان=en,an إن=en,inna الله=allah كيف=kef,kayf متى=mata أين=ayn,wein "
        "لماذا=lematha,limaza ماذا=matha,maza اليوم=elyom,alyawm غدا=bokra,ghadan "
        "شكرا=shokran,shukran مرحبا=mar7aba,marhaba صباح=saba7,sabah مساء=masa2,masaa "
        "بيت=bet,beit الذي=elli,allathi التي=elli,allati جدا=gedan,jiddan هنا=hena,huna "
        "هناك=honak,hunak لكن=laken,lakin أو=aw,ow ثم=thom,thumma و=w,wa يوم=yom,yawm "
        "حتى=7atta,hatta ولد=walad بنت=bent,bint مدرسة=madrasa,madraseh"
    ),
    "fa": (
        "از=az به=be با=ba در=dar و=va,o را=ro,ra که=ke این=in آن=an,un من=man تو=to او=u,oo "
        "ما=ma شما=shoma آنها=anha,una هر=har همه=hame است=ast,e نیست=nist بود=bud,bood "
        "شد=shod می=mi نمی=nemi برای=baraye,vase تا=ta اما=ama یا=ya هم=ham چه=che چرا=chera "
        "کجا=koja چطور=chetor خوب=khub,khoob بد=bad روز=ruz,rooz شب=shab صبح=sobh سلام=salam "
        "مرسی=merci,mersi خانه=khane,khuneh کار=kar ها=ha های=haye پیش=pish یک=yek دو=do "
        "پدر=pedar مادر=madar دوست=doost,dust کتاب=ketab شهر=shahr بزرگ=bozorg "
        "کوچک=kuchik,koochak امروز=emruz,emrooz فردا=farda دیروز=diruz,dirooz "
        "خیلی=kheyli,kheili هست=hast صبحانه=sobhane,sobhaneh سگ=sag"
    ),
    "ur": (
        "ہے=hai,he ہیں=hain,hen میں=main,mein,me کا=ka کی=ki کے=ke,kay سے=se,say کو=ko "
        "نے=ne,nay اور=aur,or یہ=ye,yeh وہ=wo,woh نہیں=nahi,nahin,nhi پر=par,pe تھا=tha "
        "تھی=thi تھے=the ایک=aik,ek کیا=kya,kia ہو=ho اس=is,us ان=un,in جو=jo تو=to بھی=bhi "
        "ہی=hi کر=kar,ker تم=tum آپ=ap,aap ہم=hum,ham میرا=mera میری=meri ہمارا=hamara "
        "ہماری=hamari ہر=har کب=kab کہاں=kahan,kaha کیوں=kyun,kyu کیسے=kaise,kese "
        "بہت=bohat,bohot,bht اب=ab آج=aaj,aj کل=kal صبح=subah,subha شام=sham دن=din رات=raat "
        "گھر=ghar کام=kaam پہلے=pehle,phle بعد=baad ساتھ=sath,saath لیے=liye,lye اپنے=apne "
        "اپنی=apni اپنا=apna چھوٹے=chote,chhote چھوٹا=chota بڑا=bara شکریہ=shukriya "
        "سلام=salam مت=mat نہ=na کتاب=kitab کتے=kutte کتا=kutta"
    ),
    "hi": (
        "में=me,mein,main मैं=main,mai हैं=hain,hai नहीं=nahi,nahin,nhi यह=yeh,ye,yah "
        "वह=woh,wo,vah पर=par,pe और=aur,or एक=ek क्या=kya क्यों=kyu,kyon हूँ=hu,hoon "
        "हूं=hu,hoon ये=ye वे=ve पहले=pehle,pahle कहते=kehte,kahte रहे=rahe,rhe रहा=raha,rha "
        "रही=rahi,rhi बहुत=bahut,bhot आप=aap,ap तुम=tum हम=hum,ham मेरा=mera मेरी=meri "
        "साथ=saath,sath बाद=baad,bad घर=ghar ने=ne से=se था=tha थी=thi थे=the कुछ=kuch "
        "अच्छा=accha,acha लिए=liye"
    ),
    "he": (
        "של=shel את=et,at לא=lo על=al עם=im זה=ze,zeh זאת=zot הוא=hu היא=hi אני=ani אתה=ata "
        "אנחנו=anahnu הם=hem מה=ma כל=kol יש=yesh אין=ein,en גם=gam כי=ki או=o אבל=aval "
        "כן=ken טוב=tov היום=hayom מחר=mahar אתמול=etmol שלום=shalom תודה=toda שלה=shela "
        "שלו=shelo שלי=sheli שלנו=shelanu בבוקר=baboker בוקר=boker,voker ערב=erev "
        "לפני=lifnei,lifney אחרי=aharei,acharei איפה=eifo למה=lama מתי=matai איך=eich,eix "
        "עוד=od רק=rak הרבה=harbe בית=bait הבית=habait ילד=yeled ילדה=yalda כלב=kelev "
        "הכלב=hakelev ספר=sefer אמא=ima אבא=aba חבר=haver,chaver מאוד=meod "
        "עכשיו=ahshav,achshav פה=po שם=sham גדול=gadol קטן=katan קטנה=ktana לים=layam "
        "הזקן=hazaken הקטן=hakatan הקטנה=haktana בפארק=bapark פארק=park שכן=shachen "
        "שכנה=shchena השכנה=hashchena"
    ),
}
