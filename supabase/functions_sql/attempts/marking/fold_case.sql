create or replace function core.fold_case(words text) returns text
language sql immutable parallel safe
return case when core.is_ascii(words) then lower(words collate "C") else translate(
    lower(words collate "C"),
    'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς'
    || 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЂЄІЇЈЉЊЋЎЏҐӘӨҮҰҚҢҒҺ'
    || 'ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ'
    || 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŊŒŠŽƏẞŁĐĦŦ',
    'αβγδεζηθικλμνξοπρστυφχψωσ'
    || 'абвгдежзийклмнопрстуфхцчшщъыьэюяёђєіїјљњћўџґәөүұқңғһ'
    || 'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ'
    || 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþŋœšžəßłđħŧ'
) end;

comment on function core.fold_case is $$
Lower case for Latin, Greek, Cyrillic and Armenian, the same on every server. lower() changes only ASCII where the
database's locale is C, as in the embedded server.
> select core.fold_case('Straße, ΟΔΟΣ, УЛИЦА')
straße, οδοσ, улица
$$;
