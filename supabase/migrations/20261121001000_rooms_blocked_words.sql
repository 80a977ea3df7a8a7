-- The words that the profanity filter of a room refuses.
create table core.blocked_words (
    word text primary key check (word ~ '^[a-z]{2,40}$'),
    anywhere boolean not null default false
);
comment on table core.blocked_words is 'The words that the profanity filter of a room refuses.';
comment on column core.blocked_words.word is 'The word in the form that core.word_key makes.';
comment on column core.blocked_words.anywhere is
    'Whether it is refused inside other words too. If not, it is refused only as a word of its own, so that names that
happen to contain it are allowed.';
alter table core.blocked_words enable row level security;

-- Chosen by hand from the lists of glin-profanity 4.1.0 (MIT) and others, because every such list has words that are
-- names or ordinary words somewhere (Anita, Mona, Regina, Amina, beer, Jewish). Operators may add and delete rows.
insert into core.blocked_words (word, anywhere)
select
    listed.word,
    true as anywhere
from unnest('{
fuck,motherfuck,bitch,whore,nigger,nigga,faggot,asshole,arsehole,bullshit,shithead,wanker,dickhead,cocksucker,blowjob,
gangbang,dildo,pussy,bastard,hitler,siegheil,whitepower,killyourself,arschloch,wichser,hurensohn,fotze,scheisse,
schlampe,missgeburt,godverdomme,klootzak,hoerenloper,connard,connasse,encule,niquetamere,pendejo,cabron,
hijodeputa,chingatumadre,mierda,maricon,gilipollas,caralho,stronzo,vaffanculo,puttana,porcodio,diocane,kurwa,
skurwysyn,pierdol,zkurvysyn,seggfej,perkele,orospu,pezevenk,siktir,blyat,madarchod,behenchod,bhenchod
}'::text[]) as listed (word)
union all
select
    listed.word,
    false as anywhere
from unnest(
    -- English
    '{ass,arse,cunt,cunts,shit,shite,shits,shitty,shitshow,apeshit,dipshit,jackshit,cock,cocks,cum,cumming,dick,
    dicks,slut,sluts,twat,twats,prick,piss,pissed,pissing,pisser,tits,titties,titty,boob,boobs,boner,fag,fags,
    dyke,homo,kike,spic,gook,coon,coons,paki,tranny,shemale,retard,retarded,spastic,rape,raping,rapist,daterape,
    nazi,neonazi,swastika,anal,anus,rectum,penis,vagina,vulva,clit,clitoris,genitals,pubes,sex,sexy,nude,nudes,
    nudity,negro,darkie,jigaboo,beaner,beaners,wetback,raghead,towelhead,kys,stfu,wtf,milf,jizz,wank,tosser,
    bollocks,bunghole,butthole,asswipe,asshat,assmunch,dumbass,jackass,jackoff,horny,porn,porno,pornhub,pornstar,
    bdsm,bukkake,creampie,cunnilingus,fellatio,anilingus,rimjob,rimming,handjob,footjob,fisting,fingerbang,
    deepthroat,doggystyle,carpetmuncher,fudgepacker,camgirl,camslut,femdom,dominatrix,ejaculation,masturbate,
    masturbation,orgasm,orgy,threesome,incest,bestiality,zoophilia,pedophile,paedophile,pedobear,jailbait,nympho,
    punany,queef,schlong,splooge,strapon,upskirt,sodomy,goatse,hentai,phuck,fvck}'::text[]
    -- German
    || '{hure,huren,nutte,nutten,fick,ficken,ficker,schwuchtel,arsch,arschficker,arschlecker,hackfresse,kackbratze,
    kacke,kackwurst,kampflesbe,kanake,neger,muschi,pimmel,onanieren,pissen,schwanzlutscher,titten,wichse,wichsen,
    flittchen,vollpfosten,drecksau,spasti}'::text[]
    -- Dutch
    || '{hoer,rothoer,stoephoer,slet,kut,kutwijf,neuken,verneuken,lulhannes,geilneef,hufter,graftak,kanker,kankerhoer,
    teringlijer,opkankeren,rotzak,schijt,stront,zeiker}'::text[]
    -- Scandinavian
    || '{fitta,fittig,fitte,fisse,kuk,kuker,kukene,knulla,runka,pikk,rovhal,rovhul,rovknulla,drittsekk}'::text[]
    -- Finnish
    || '{vittu,vitun,vittuilu,vittumainen,vituttaa,huora,paska,paskiainen,paskapaa,perse,perseennuolija,kusipaa,kyrpa,
    mulkku,mulkvisti,nussia,nussija,pillu,runkku,runkkari,runkata,neekeri,nekru,hevonvittu}'::text[]
    -- French
    || '{merde,merdeux,putain,pute,putes,salope,salaud,enfoire,enfoires,foutre,nique,niquer,branleur,branlette,couilles,
    chier,chiasse,emmerder,emmerdeur,pouffiasse,petasse,pede,gouine,negre,bougnoule,batard,filsdepute}'::text[]
    -- Spanish
    || '{puta,putas,puto,culo,culero,polla,chupapollas,soplapollas,lameculos,zorra,joder,follar,marica,gilipuertas,
    hijoputa,hijaputa,chinga,chingada,chingar,pendeja,verga,ramera,prostituta,malparido,bollera}'::text[]
    -- Portuguese
    || '{merda,foda,foder,buceta,boceta,bosta,cacete,cagar,cona,paneleiro,porra,punheta,piroca,arrombado,viado,
    xochota}'::text[]
    -- Italian
    || '{cazzo,cazzata,cazzone,coglione,coglioni,culattone,troia,figa,frocio,froscio,ricchione,minchia,mignotta,
    zoccola,baldracca,bagascia,bocchino,bocchinara,pompino,chiavare,cagare,fottere,leccaculo,merdoso,sborra,
    sborrata,spompinare,tette,terrone,dioporco}'::text[]
    -- Polish and Czech
    || '{chuj,huj,pizda,kurwy,kurva,suka,dziwka,ciota,cipa,dupa,dupek,fiut,kutas,kutafon,jebac,jebany,pojeb,gowno,srac,
    wkurwiac,zajebisty,kokot,buzna,mrdat,mrdka,zmrd,jebat,hovno,sracka,srat}'::text[]
    -- Hungarian
    || '{fasz,faszfej,geci,baszik,bazmeg,baszdmeg,kibaszott,kurafi,picsa,punci,segg,szar,szajha}'::text[]
    -- Turkish
    || '{amk,amcik,aminakoyim,aminakoyum,ananisikeyim,sikerim,sikeyim,sikis,siktim,siktigimin,yarrak,yarak,dalyarak,
    tassak,ibne,kahpe,kaltak,gavat,gotveren,surtuk,yavsak,serefsiz,gerizekali}'::text[]
    -- Russian and Hindi, written in Latin letters
    || '{cyka,blyad,khuy,pizdets,mudak,mudila,gandon,pidor,pidar,pidoras,pedik,zalupa,shalava,ebalo,eblan,dolboeb,
    bhosad,bhosadike,bhosdike,chutiya,chutia,gandu,gaand,jhantu,haramzada}'::text[]
) as listed (word)
on conflict do nothing;
