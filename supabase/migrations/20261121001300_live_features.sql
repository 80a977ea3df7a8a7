-- Functions whose arguments change; functions_sql makes them anew.
drop function if exists public.join_room(text, text, text, bigint);
drop function if exists core.accept_answers(uuid[], uuid[], integer[], text[], integer[]);
drop function if exists core.add_player(core.rooms, text, text);
drop function if exists core.event_message(core.room_events);
drop function if exists core.event_messages(uuid, bigint, boolean, uuid);
drop function if exists core.room_view(uuid);

create type core.room_mode as enum ('live', 'assigned');
create type core.team_mode as enum ('none', 'manual', 'balanced');

alter table core.rooms
    add column mode core.room_mode not null default 'live',
    add column options jsonb not null default '{}',
    add column leaderboard_shown boolean not null default true,
    add column question_on_phones boolean not null default true,
    add column profanity_filter boolean not null default false,
    add column confidence boolean not null default false,
    add column negative_points numeric(4, 3) not null default 0 check (negative_points between 0 and 1),
    add column team_mode core.team_mode not null default 'none',
    add column auto_advance_ms integer check (auto_advance_ms between 0 and 600000),
    add column preload_ms integer not null default 0 check (preload_ms between 0 and 60000),
    add column announced integer not null default 0,
    add column advance_at timestamptz,
    add column host_seen_at timestamptz not null default now(),
    add column invite_hash bytea,
    add column next_room_id uuid references core.rooms;
comment on column core.rooms.mode is 'assigned: everybody goes at their own pace until expires_at';
comment on column core.rooms.options is 'as they were given, for playing again';
comment on column core.rooms.question_on_phones is 'false: its words are on the projector and at the host''s only';
comment on column core.rooms.negative_points is 'the part of a question''s points that a wrong answer costs';
comment on column core.rooms.auto_advance_ms is 'from the end of a question to the next; null: when the host says so';
comment on column core.rooms.preload_ms is 'how long before it opens a question with pictures is announced';
comment on column core.rooms.announced is 'the question whose pictures are being loaded, or were';
comment on column core.rooms.advance_at is 'when the room goes on by itself; null: not by itself';
comment on column core.rooms.host_seen_at is 'when a host was last here; a room whose host stays away ends itself';
comment on column core.rooms.invite_hash is 'SHA-256 of the newest invitation to host with one';
comment on column core.rooms.next_room_id is 'where the same players play again';
create index rooms_advance_idx on core.rooms (advance_at) where advance_at is not null and state <> 'ended';
create index rooms_next_room_id_idx on core.rooms (next_room_id) where next_room_id is not null;

create table core.room_hosts (
    room_id uuid not null references core.rooms,
    user_id uuid not null references core.profiles,
    added_at timestamptz not null default now(),
    primary key (room_id, user_id)
);
comment on table core.room_hosts is 'Who hosts a room together with the one whose it is: they may do all but hand it over.';
create index room_hosts_user_id_idx on core.room_hosts (user_id);

create table core.teams (
    room_id uuid not null references core.rooms,
    number integer not null check (number > 0),
    name text not null check (char_length(name) between 1 and 30),
    primary key (room_id, number)
);
comment on table core.teams is 'The teams of a room. A team''s score is the mean of its members''.';

alter table core.room_questions
    add column multiplier numeric(4, 2) not null default 1 check (multiplier between 0 and 10),
    add column skipped boolean not null default false;
comment on column core.room_questions.multiplier is 'of its points, in this room; it is in points already';
comment on column core.room_questions.skipped is 'the host took it out: it counts for nobody';

alter table core.players
    add column avatar text not null default '' check (char_length(avatar) <= 40),
    add column team integer,
    add column time_factor numeric(4, 2) not null default 1 check (time_factor between 1 and 10),
    add column finished_at timestamptz,
    add foreign key (room_id, team) references core.teams (room_id, number),
    drop constraint players_resume_hash_key,
    add unique (room_id, resume_hash);
comment on column core.players.avatar is 'a seed: the same one is drawn the same everywhere';
comment on column core.players.time_factor is 'how much more time than others they have for each question';
comment on column core.players.finished_at is 'in an assigned room: when they were through';
comment on table core.players is
    'Someone in a room. resume_hash: SHA-256 of the token that lets them come back as themselves, and that they bring along
when the same players play again.';
create index players_extra_time_idx on core.players (room_id) where time_factor > 1;
create index players_team_idx on core.players (room_id, team) where team is not null;

create type core.confidence as enum ('low', 'high');
alter table core.live_answers
    add column confidence core.confidence;
comment on column core.live_answers.confidence is 'how sure they were, where the room asks for it: core.confident_points';

create table core.turns (
    room_id uuid not null,
    player_id uuid not null references core.players,
    number integer not null,
    opened_at timestamptz not null,
    due_at timestamptz not null,
    primary key (player_id, number),
    foreign key (room_id, number) references core.room_questions
);
comment on table core.turns is 'In an assigned room: when each player opened each question, at their own pace.';
create index turns_room_idx on core.turns (room_id, number);

create table core.blocked_words (
    word text primary key check (word ~ '^[a-z]{2,40}$'),
    anywhere boolean not null default false
);
comment on table core.blocked_words is
    'What the profanity filter of a room refuses, folded as core.word_key folds. anywhere: inside of other words too; the
others only as words of their own, so that nobody is refused for a name that happens to hold one.';
-- Chosen by hand from the lists of glin-profanity 4.1.0 (MIT), with others: as they are, all such lists hold what is a name
-- or an ordinary word somewhere (Anita, Mona, Regina, Amina, beer, Jewish). An operator adds and takes out words here.
insert into core.blocked_words (word, anywhere)
select
    listed.word,
    true as anywhere
from unnest('{
fuck,motherfuck,bitch,whore,nigger,nigga,faggot,asshole,arsehole,bullshit,shithead,wanker,dickhead,cocksucker,blowjob,
gangbang,dildo,pussy,bastard,hitler,siegheil,whitepower,killyourself,arschloch,wichser,hurensohn,fotze,scheisse,
schlampe,missgeburt,godverdomme,klootzak,hoerenloper,connard,connasse,encule,niquetamere,pendejo,cabron,
hijodeputa,chingatumadre,mierda,maricon,gilipollas,caralho,stronzo,vaffanculo,puttana,porcodio,diocane,kurwa,
skurwysyn,pierdol,zkurvysyn,seggfej,perkele,orospu,pezevenk,siktir,blyat,madarchod,behenchod,bhenchod}'::text[]) as listed (word)
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
    || '{merde,merdeux,putain,pute,putes,salope,salaud,enfoire,enfoires,foutre,nique,niquer,branleur,branlette,couilles,chier,
    chiasse,emmerder,emmerdeur,pouffiasse,petasse,pede,gouine,negre,bougnoule,batard,filsdepute}'::text[]
    -- Spanish
    || '{puta,putas,puto,culo,culero,polla,chupapollas,soplapollas,lameculos,zorra,joder,follar,marica,gilipuertas,
    hijoputa,hijaputa,chinga,chingada,chingar,pendeja,verga,ramera,prostituta,malparido,bollera}'::text[]
    -- Portuguese
    || '{merda,foda,foder,buceta,boceta,bosta,cacete,cagar,cona,paneleiro,porra,punheta,piroca,arrombado,viado,xochota}'::text[]
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

alter table core.room_hosts enable row level security;
create policy "hosts read what they co-host" on core.room_hosts
    for select to authenticated using (user_id = (select auth.uid()));
alter policy "hosts read their rooms" on core.rooms
    using (
        host_id = (select auth.uid())
        or id = any(array(select room_id from core.room_hosts where user_id = (select auth.uid())))
    );
alter policy "hosts read their players, players themselves" on core.players
    using (
        user_id = (select auth.uid())
        or room_id = any(array(select id from core.rooms where host_id = (select auth.uid())))
        or room_id = any(array(select room_id from core.room_hosts where user_id = (select auth.uid())))
    );
grant select (room_id, user_id) on core.room_hosts to authenticated;

create or replace view public.rooms with (security_invoker = true) as
select
    id,
    code,
    quiz_id,
    host_id,
    title,
    state,
    formula,
    streak_bonus,
    locked,
    max_players,
    question_number,
    question_total,
    created_at,
    expires_at,
    ended_at,
    case when host_id = auth.uid() then 'owner' else 'co_host' end as role
from core.rooms;
comment on view public.rooms is 'The rooms that one hosts, as their owner or with them.';
comment on view public.players is 'The players of the rooms that one hosts, and oneself in others''.';

alter table core.teams enable row level security;
alter table core.turns enable row level security;
alter table core.blocked_words enable row level security;

insert into core.settings (key, value, description) values
('live.preload_ms', '2000', 'how long before its clock starts a question with pictures is announced'),
('live.host_away_s', '10800', 'seconds after which a live room ends itself whose host has not been there'),
('live.max_teams', '50', 'teams of one room'),
('live.max_assigned_s', '31622400', 'an assigned room closes within this time')
on conflict do nothing;

-- As text: in create_tables.sql the value is as new as this view.
create or replace view dashboards.question_facility as
select
    q.quiz_id,
    q.id as question_id,
    q.kind,
    q.subject,
    q.difficulty,
    q.prompt,
    count(*) as asked,
    count(a.response) as answered,
    round(avg(greatest(0, coalesce(a.fraction, 0))) * 100, 2) as facility_percent
from core.attempts as t
inner join core.attempt_questions as aq on t.id = aq.attempt_id
inner join core.questions as q on aq.question_id = q.id and q.kind::text not in ('poll', 'slide')
left join core.answers as a
    on aq.attempt_id = a.attempt_id and aq.question_id = a.question_id and a.deleted_at is null
where t.state = 'finished' and not t.preview
group by q.id;
