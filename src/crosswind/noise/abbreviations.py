"""Short forms of chats and messages: what is written for everyday words, by language.

The lists are our own and short: forms that are common knowledge among writers of the language.
"""

# Language -> "word=short" in small letters; several short forms are divided by commas.
LISTS = {
    "de": "nicht=net,nich ist=is eine=ne einen=nen ein=n vielleicht=vllt,vlt eigentlich=eig "
          "irgendwie=iwie irgendwann=iwann irgendwas=iwas irgendwo=iwo wochenende=we morgen=mrgn "
          "danke=thx habe=hab jemand=jmd wahrscheinlich=wsl glaube=glaub telefon=tel minuten=min "
          "gerade=grad,grd natürlich=ntrl und=u gegebenenfalls=ggf",
    "el": "και=κ δηλαδή=δλδ τίποτα=τπτ καλημέρα=κλμ καληνύχτα=κλν παρακαλώ=πρκλ που=π τι=τ "
          "μήνυμα=μνμ λοιπόν=λπν τηλέφωνο=τηλ σήμερα=σμρ μου=μ σου=σ",
    "en": "you=u your=ur are=r please=pls,plz thanks=thx,tnx because=bc,cuz before=b4 great=gr8 "
          "see=c for=4 to=2 people=ppl through=thru though=tho tomorrow=tmrw,2moro tonight=2nite "
          "message=msg and=n with=w/ very=v okay=ok why=y something=smth someone=sb about=abt "
          "really=rly probably=prolly night=nite today=2day birthday=bday minutes=mins know=kno "
          "would=wud should=shud could=cud what=wat later=l8r that=dat have=hav good=gd",
    "es": "que=q,k qué=q porque=xq,pq por=x también=tb,tmb para=pa está=sta estoy=toy te=t de=d "
          "besos=bss mensaje=msj gracias=grax mañana=mñn bueno=bno donde=dnd dónde=dnd "
          "cuando=cdo mucho=mxo todos=tds quiero=kiero quien=kien siempre=100pre bien=bn aquí=aki",
    "fi": "minä=mä sinä=sä minun=mun sinun=sun minua=mua sinua=sua minulla=mulla sinulla=sulla "
          "mutta=mut niin=nii sitten=sit vielä=viel ehkä=ehk tämä=tää olen=oon kanssa=kaa "
          "miksi=miks puhelin=puh huomenna=huomen",
    "fr": "pourquoi=pk,pq parce=pcq c'est=c qui=ki que=ke quand=qd quelque=qq dans=ds beaucoup=bcp "
          "toujours=tjrs,tjs tout=tt tous=ts pour=pr avec=ac vous=vs nous=ns même=mm temps=tps "
          "longtemps=lgtps salut=slt bonjour=bjr bonsoir=bsr rendez-vous=rdv message=msg "
          "problème=pb maintenant=mnt quoi=koi j'ai=g petit=pti demain=2m1 comme=cm",
    "hu": "és=s vagy=v hogy=h szerintem=sztem köszönöm=köszi,kösz valaki=vki valami=vmi "
          "valahol=vhol vagyok=vok üzenet=üzi holnap=hnap telefon=tel nagyon=nagyn minden=mindn "
          "légyszíves=légyszi puszi=pusz",
    "id": "yang=yg dengan=dgn tidak=tdk,gak,ga sudah=udh,sdh belum=blm untuk=utk dan=dn orang=org "
          "karena=krn kalau=klo,kl saja=aja sama=sm dari=dr juga=jg bisa=bs banyak=bnyk tapi=tp "
          "sebelum=sblm setelah=stlh seperti=spt bagaimana=gmn kenapa=knp besok=bsk jangan=jgn "
          "lagi=lg tempat=tmpt kamu=km aku=ak pada=pd dalam=dlm teman=tmn sekarang=skrg",
    "it": "che=ke perché=xké,xke non=nn per=x comunque=cmq tutto=tt tutti=tt sei=6 più=+ "
          "quando=qnd questo=qst questa=qst quello=ql qualcosa=qlcs qualcuno=qlc dove=dv "
          "messaggio=msg anche=anke grazie=grz sono=sn con=cn bene=bn dopo=dp niente=nnt "
          "prima=prm cosa=csa chi=ki",
    "ko": "그냥=걍 너무=넘 그리고=글고 그런데=근데 다음=담 시험=셤 제일=젤 마음=맘 처음=첨 "
          "축하=추카 "
          "감사=ㄱㅅ 무엇=뭐 이것=이거 그것=그거 저것=저거 조금=쫌 우리=울 "
          "때문에=땜에 이야기=얘기 아이=애 어떻게=어케 이렇게=이케 그러면=그럼 내일=낼 "
          "선생님=쌤 괜찮아=갠찮",
    "ms": "yang=yg dengan=dgn tidak=tak,x sudah=dah untuk=utk orang=org kalau=klu sahaja=je "
          "dari=dr juga=jgk boleh=blh banyak=bnyk tapi=tp sebelum=sblm selepas=lps macam=mcm "
          "kenapa=knp esok=esk jangan=jgn lagi=lg tempat=tmpt saya=sy pada=pd dalam=dlm "
          "kawan=kwn sekarang=skrg",
    "nl": "het=t een=n ik=k is=s dat=da niet=nie misschien=mss eigenlijk=eig iedereen=iedrn "
          "alsjeblieft=aub,plz bedankt=thx even=ff morgen=mrgn vandaag=vndg vanavond=vnv goed=gd "
          "natuurlijk=ntrlk groetjes=grtjs waarom=wrm volgens=vlgns laat=l8 wat=wa",
    "pl": "jest=jst dzięki=dzk spoko=spk pozdrawiam=pzdr wiadomość=wiad przepraszam=przepr "
          "proszę=prosz zaraz=zrz jutro=jtr telefon=tel komputer=komp godzina=godz dobrze=dobsz "
          "bardzo=brdz informacja=info w=f też=tez teraz=trz",
    "pt": "que=q você=vc vocês=vcs também=tb,tbm porque=pq não=n,ñ com=c muito=mt quando=qd "
          "mesmo=msm hoje=hj beijos=bjs beleza=blz obrigado=obg obrigada=obg todos=tds todas=tds "
          "tudo=td cadê=kd para=p,pra está=tá estou=tô depois=dps quem=qm mensagem=msg falou=flw "
          "valeu=vlw certeza=ctz gente=gnt agora=agr nada=nd",
    "ro": "pentru=pt este=e sunt=is foarte=f ce=c că=k sau=s ceva=cv mulțumesc=ms,mersi bine=bn "
          "și=si salut=slt nimic=nmc mesaj=msj te=t de=d pe=p telefon=tel cineva=cnv",
    "ru": "спасибо=спс пожалуйста=пжл,плиз сейчас=щас сегодня=сёдня,седня человек=чел привет=прив "
          "что=чё,шо тебя=тя меня=мя тебе=те вообще=ваще нормально=норм хорошо=хор конечно=кнч "
          "компьютер=комп интернет=инет ничего=ниче когда=када только=тока сколько=скока "
          "может=мож короче=кор говорю=грю говорит=грит телефон=тел университет=унив очень=оч "
          "здравствуйте=здрасьте",
    "tl": "ako=aq salamat=slmt dito=d2 kasi=ksi para=pra talaga=tlga lang=lng naman=nmn bakit=bkt "
          "pwede=pde hindi=di wala=wla dahil=dhl ngayon=ngyn kung=kng sa=s siya=xa aming=amng",
    "tr": "selam=slm merhaba=mrb,mrhb nasılsın=nslsn tamam=tmm teşekkürler=tşk,tşkler bir=bi "
          "değil=diil güzel=gzl evet=ewt mesaj=msj bugün=bgn yarın=yrn görüşürüz=grşrz sonra=sora "
          "küçük=kçk büyük=byk telefon=tel nerede=nerde burada=burda inşallah=inş neden=ndn",
    "uk": "дякую=дяк привіт=прив зараз=зара нормально=норм комп'ютер=комп інтернет=інет "
          "телефон=тел університет=унів сьогодні=сьодні скільки=скіки тільки=тіки хочу=хо",
    "vi": "không=ko,k,hok được=đc,dc biết=bít,bt gì=j với=vs rồi=r cũng=cx,cg vậy=v,z người=ng "
          "nhiều=nhìu thôi=thui yêu=iu quá=wá,qá trước=trc muốn=mún giờ=h mình=mk,m như=nhu "
          "những=nhg điện=đt trong=trg vợ=vk chồng=ck bạn=b anh=a em=e ơi=uj chị=c sao=s làm=lm",
}  # fmt: skip
