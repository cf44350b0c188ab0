-- The words of a text, for memories, trips and questions alike, and whatever the locale of the database. They are found here and not by
-- PostgreSQL's parser, which asks the locale what a letter is, takes Rome.Hated for a host and vegan/vegetarian for a file, and finds
-- no words that are written without spaces. See docs/decisions/0021-words-and-ranking.md.

create function gateway.plain_unicode(text text) returns text
    language sql immutable parallel safe
    return (
    select case
               when plain ~ '[øłđðħıŧىیکەةہ٠-٩۰-۹०-९๐-๙]'
                   then translate(plain, 'øłđðħıŧىیکەةہ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९๐๑๒๓๔๕๖๗๘๙',
                                  'olddhitييكههه0123456789012345678901234567890123456789')
               else plain
           end
      from (select replace(replace(replace(
                       normalize(
                           regexp_replace(
                               normalize(
                                   gateway.folded(
                                       regexp_replace(regexp_replace(regexp_replace(
                                           text,
                                           '[\u2019\u2018\u02BC\u201B\u2032\u00B4\uFF07\u00A0\u2009\u202F]', '''', 'g'),
                                           '[\u2010\u2011]', '-', 'g'),
                                           '[\u00AD\u200C-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFE0E\uFE0F]', '', 'g')),
                                   nfd),
                               '[\u0300-\u036F\u0483-\u0487\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED]', '', 'g'),
                           nfc),
                       'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
            offset 0) as without_accents (plain)
    );
comment on function gateway.plain_unicode(text) is 'plain() of a text that is not ASCII.';

create function gateway.plain(text text) returns text
    language sql immutable parallel safe
    return case when octet_length(text) = length(text) then lower(text collate "C") else gateway.plain_unicode(text) end;
comment on function gateway.plain(text) is
    'A text in lower case, without accents and without the differences between apostrophes, hyphens, digits and the letters of '
    'Latin, Arabic and Persian that keyboards and spellings leave open. Marks that make other letters, as in Thai, Hindi and '
    'Japanese, stay. PostgreSQL puts it into the expressions that call it, as long as it has no sub-select.';

-- Control characters, which no text has after its separators became blanks, say where it is cut: 1 between two parts, 2 and 4 before a
-- character of a script of which pairs or triples are made, 3 and 5 where it follows such a character; a blank begins a compound.
-- Each step goes through the whole text: a step for each word would take longer.
create function gateway.marked(text text) returns text
    language sql immutable parallel safe
    return rtrim(replace(replace(replace(replace(
        replace(replace(replace(replace(
            regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                regexp_replace(
                    regexp_replace(' ' || gateway.plain(left(text, 100000)), '([0-9])[,.''](?=[0-9]{3}(?![0-9]))', '\1', 'g'),
                    '[\u0001-\u0026\u0028-\u002C\u002E\u002F\u003A-\u0060\u007B-\u00BF\u00D7\u00F7\u02C2-\u02DF\u037E\u0387\u055A-\u055F\u0589-\u058F\u05BE\u05C0\u05C3\u05C6\u05F3\u05F4\u0600-\u060F\u061B-\u061F\u066A-\u066D\u06D4\u06DD\u06E9\u0700-\u070D\u0964\u0965\u0970\u0DF4\u0E2F\u0E3F\u0E4F\u0E5A\u0E5B\u0F01-\u0F17\u0F34-\u0F3D\u0FBE-\u0FDA\u104A-\u104F\u10FB\u1360-\u1368\u17D4-\u17D6\u17D8-\u17DB\u1800-\u180E\u2000-\u206F\u207A-\u207E\u208A-\u208E\u20A0-\u20CF\u2100-\u25FF\u27C0-\u2B4F\u2B56-\u2BFF\u2E00-\u2E7F\u2FF0-\u3004\u3008-\u3020\u3030\u303D-\u303F\u3099-\u309C\u30A0\u30FB\uFD3E\uFD3F\uFE10-\uFE6F\uFFF9-\uFFFF\U0001F3FB-\U0001F3FF]+', ' ', 'g'),
                '[''-]+', U&'\0001', 'g'),
                '[0-9]+', U&'\0001\\&\0001', 'g'),
                '[\u1100-\u11FF\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303B\u3041-\u3096\u309D-\u309F\u30A1-\u30FA\u30FC-\u30FF\u3105-\u318E\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\U00020000-\U0003FFFF]', U&'\0001\0002\\&\0006', 'g'),
                '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u1950-\u19DF\u1A20-\u1AAF\uA980-\uA9FF\uAA60-\uAA7F]', U&'\0001\0004\\&\0007', 'g'),
                '[\U0001F1E6-\U0001F1FF]{2}|[\u2600-\u27BF\u2B50-\u2B55\U0001F000-\U0001FAFF]', U&'\0001\\&\0001', 'g'),
            U&'\0006\0001\0002', U&'\0001\0003'), U&'\0006', U&'\0001'),
            U&'\0007\0001\0004', U&'\0001\0005'), U&'\0007', U&'\0001'),
        U&'\0001\0001', U&'\0001'), U&'\0001\0001', U&'\0001'), U&'\0001 ', ' '), U&' \0001', ' '), U&'\0001');
comment on function gateway.marked(text) is
    'A text cut into its words. What hyphens and apostrophes join, or letters and digits, is one compound of several '
    'parts: LH400, A-350, O''Hare. In scripts without spaces each character is a part, and is found in grams of so many characters. '
    'A number has no thousands separators. Characters are known by their codes, because their classes differ from locale to locale. '
    'Only the first 100,000 characters of a text count.';

create function gateway.word(part text) returns text
    language sql immutable parallel safe
    return case
        when part like '0_%' then coalesce(nullif(ltrim(left(part, 64), '0'), ''), '0')
        else left(part, 64)
    end;
comment on function gateway.word(text) is 'The word of a part: of at most 64 characters, and without leading zeros.';

create function gateway.stem(word text) returns text
    language sql immutable parallel safe
    return coalesce(
        (case
             when octet_length(word) = length(word) then ts_lexize('pg_catalog.english_stem', word)
             when word < U&'\0370' collate "C" then null
             when word < U&'\0400' collate "C" then ts_lexize('pg_catalog.greek_stem', word)
             when word < U&'\0530' collate "C" then ts_lexize('pg_catalog.russian_stem', word)
             when word < U&'\0600' collate "C" then null
             when word < U&'\0700' collate "C" then ts_lexize('pg_catalog.arabic_stem', word)
             when word >= U&'\0900' collate "C" and word < U&'\0980' collate "C" and length(word) > 3
                 then ts_lexize('pg_catalog.hindi_stem', word)
         end)[1],
        word);
comment on function gateway.stem(text) is
    'A word without its ending: in English, Russian, Arabic, Hindi or Greek, depending on its letters.';

create function gateway.other_spellings(text text) returns table (word text, spelling text, stem text)
    language sql immutable parallel safe
begin atomic
    select translate(word, 'äöü', 'aou'),
           replace(replace(replace(word, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'),
           translate((ts_lexize('pg_catalog.german_stem', word))[1], 'äöü', 'aou')
      from (select distinct left(found[1], 64)
              from regexp_matches(
                       case when text ~ '[äöüÄÖÜ\u0308]' then gateway.folded(left(text, 100000)) else '' end,
                       '[a-zäöü]*[äöü][a-zäöü]*', 'g') as w (found)) as words (word);
end;
comment on function gateway.other_spellings(text) is
    'Other spellings of the words of a text that have an umlaut: zuerich for Zürich, and haus, the stem, for Häuser.';

create function gateway.words(text text) returns tsvector
    language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    short   constant boolean := octet_length(text) <= 200000;
    marked  constant text    := gateway.marked(text);
    parts   constant text[]  := array_remove(string_to_array(replace(marked, ' ', U&'\0001'), U&'\0001'), '');
    -- The offset keeps PostgreSQL from computing a word anew for each of its uses.
    lexemes          text    := (
        select string_agg(concat_ws(' ',
                                    word || ':' || places || 'A',
                                    nullif(gateway.stem(word), word) || ':' || replace(places, 'A', 'B') || 'B',
                                    case when short
                                              and (length(word) >= 8 or length(word) >= 4 and word collate "C" between U&'\0590' and U&'\06FF')
                                         then '<' || reverse(word) end), ' ')
          from (select gateway.word(part) as word, string_agg(place::text, 'A,') as places
                  from unnest(parts) with ordinality as p (part, place)
                 where ascii(part) > 5
                 group by part
                offset 0) as words);
begin
    -- A statement for each kind of lexeme that the text has: most have none of these.
    if short and strpos(marked, U&'\0001') > 0 then
        lexemes := concat_ws(' ', lexemes, (
            select string_agg(
                       replace(case
                                   when characters > 0 or length(compound) > 64
                                       then regexp_replace(compound, '[\u0002-\u0005].|(?<=[^\u0001]{64})[^\u0001]', '', 'g')
                                   else compound
                               end, U&'\0001', '') || ':' || place || 'D', ' ')
              from (select compound, number, characters, sum(number) over (rows unbounded preceding) as place
                      from (select compound, length(compound) - length(replace(compound, U&'\0001', '')) + 1 as number,
                                   length(compound) - length(translate(compound, U&'\0002\0003\0004\0005', '')) as characters
                              from string_to_table(marked, ' ') as c (compound)
                             where compound <> '') as counted) as placed
             where number - characters between 2 and 20));
    end if;
    if marked ~ '[\u0002-\u0005]' then
        lexemes := concat_ws(' ', lexemes, (
            select string_agg(
                       concat(substr(a, 2),
                              case when ascii(b) in (3, 5) then substr(b, 2) end,
                              case when ascii(a) > 3 and ascii(b) = 5 and ascii(c) = 5 then substr(c, 2) end,
                              case when place < 10000 then ':' || place || 'C' end), ' ')
              from unnest(parts, parts[2:], parts[3:]) with ordinality as p (a, b, c, place)
             where ascii(a) between 2 and 5));
    end if;
    if text ~ '[äöüÄÖÜ\u0308]' then
        lexemes := concat_ws(' ', lexemes, (
            select string_agg(concat_ws(' ', spelling, stem, case when length(stem) >= 8 then '<' || reverse(stem) end), ' ')
              from gateway.other_spellings(text)));
    end if;
    return coalesce(lexemes, '')::tsvector;
end $$;
comment on function gateway.words(text) is
    'The words by which a text is found: each as it is (A) and its stem (B), compounds also in one (D), grams of scripts without '
    'spaces (C), and long words backwards after a <, to be found by their ends: Nachtzug by Zug. A text of more than 200,000 bytes '
    'goes without the last, so that any text fits into a tsvector.';

-- Questions, whose words are looked for in those of texts.

create function gateway.parts(text text)
    returns table (compound bigint, part bigint, spelled text, word text, gram int, continues boolean)
    language sql immutable parallel safe
begin atomic
    select compound, row_number() over (order by compound, place), left(marked, 64), gateway.word(ltrim(marked, U&'\0002\0003\0004\0005')),
           case when ascii(marked) > 5 then 0 when ascii(marked) > 3 then 3 else 2 end, ascii(marked) in (3, 5)
      from string_to_table(gateway.marked(text), ' ') with ordinality as c (compound_text, compound)
     cross join lateral string_to_table(compound_text, U&'\0001') with ordinality as p (marked, place)
     where marked <> '';
end;
comment on function gateway.parts(text) is
    'The parts of a text, in their order, which make compounds: words, and characters to be found in grams of so many.';

create function gateway.question(text text)
    returns table (compound bigint, lexeme text, same tsquery, alike tsquery, weight float8, whole boolean)
    language plpgsql immutable parallel safe rows 10 set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with parts as (
        select compound, part, spelled, word, gram, continues, count(*) over (partition by compound) as parts
          from gateway.parts(text)
    ),
    words as (
        select min(compound) as compound, word, gateway.stem(word) as stem,
               bool_and(parts > 1 and length(word) = 1) as letter
          from parts
         where gram = 0
         group by word
    ),
    languages (dictionary, place) as (
        values ('pg_catalog.english_stem'::regdictionary, 1), ('pg_catalog.german_stem', 2), ('pg_catalog.french_stem', 3),
               ('pg_catalog.spanish_stem', 4), ('pg_catalog.italian_stem', 5), ('pg_catalog.portuguese_stem', 6),
               ('pg_catalog.dutch_stem', 7), ('pg_catalog.swedish_stem', 8), ('pg_catalog.russian_stem', 9)
    ),
    lexized as materialized (
        select w.word, l.place, ts_lexize(l.dictionary, w.word) as lexemes
          from words w
         cross join languages l
         where w.word !~ '^[0-9]'
    ),
    stop_words as (
        select array_agg(word) as stops
          from lexized
         where lexemes = '{}'
         group by place
         order by count(*) desc, place
         limit 1
    ),
    stems as (
        select word, array_agg(distinct stem) as stems
          from (select word, unnest(array[word, stem]) as stem from words
                union all
                select word, lexemes[1] from lexized where word ~ '^[a-z]{4,}$' and place < 9
                union all
                select word, unnest(array[spelling, stem]) from gateway.other_spellings(text)) as every
         where stem is not null
         group by word
    ),
    judged as (
        select word, compound, stem, word !~ '^[0-9]' as lettered, stop and not bool_and(stop) over () as idle
          from (select w.*, w.letter or w.word = any(coalesce((select stops from stop_words), '{}')) as stop
                  from words w) as w
    )
    select w.compound, w.stem, ('''' || w.stem || '''')::tsquery,
           case
               when w.idle or not w.lettered then ('''' || w.stem || '''')::tsquery
               else concat_ws(' | ',
                              (select string_agg('''' || a.stem || ''''
                                                 || case when length(a.stem) >= case when a.stem = w.word then 3 else 4 end
                                                         then ':*' else '' end, ' | ')
                                 from unnest(s.stems) as a (stem)
                                where not exists (select
                                                    from unnest(s.stems) as b (stem)
                                                   where b.stem <> a.stem
                                                     and length(b.stem) >= case when b.stem = w.word then 3 else 4 end
                                                     and starts_with(a.stem, b.stem))),
                              case when length(w.word) >= 3 then '''<' || reverse(w.word) || ''':*' end)::tsquery
           end,
           case when w.idle then 0.1::float8 else 1 end,
           false
      from judged w
      join stems s using (word)
    union all
    select min(compound), joined, string_agg(same, ' | ')::tsquery,
           string_agg(same || ' | ''' || joined || ''':*', ' | ')::tsquery,
           case when bool_and(idle) then 0.1::float8 else 1 end,
           true
      from (select p.compound, string_agg(p.spelled, '' order by p.part) as joined, bool_and(j.idle) as idle,
                   '''' || string_agg(p.spelled, '' order by p.part) || ''' | ('
                   || string_agg('''' || p.word || '''', ' <-> ' order by p.part) || ')' as same
              from parts p
              left join judged j using (word)
             group by p.compound
            having count(*) between 2 and 20 and max(p.gram) = 0) as compounds
     group by joined
    union all
    select min(compound), lexeme, min(query)::tsquery, min(query)::tsquery, 1::float8 / min(gram), false
      from (select compound, gram, continues, word || coalesce(second, '') || coalesce(third, '') as lexeme
              from (select compound, gram, continues, word,
                           case when lead(continues, 1) over w then lead(word, 1) over w end as second,
                           case when gram = 3 and lead(continues, 1) over w and lead(continues, 2) over w
                               then lead(word, 2) over w end as third
                      from parts
                    window w as (order by part)) as characters
             where gram > 0) as grams
     cross join lateral (
               select '''' || lexeme || case when length(lexeme) < gram then ''':*' else '''' end) as q (query)
     where not continues
        or length(lexeme) = gram
     group by lexeme;
end $$;
comment on function gateway.question(text) is
    'The lexemes of a question, to be found in words(). A lexeme is the same in a text with the same stem; it is alike where a word '
    'begins or ends with it, or begins with its stem in one of eight languages, if that has four letters. Stop words of the language '
    'that most words are of weigh little, unless there are no others. Whole: a compound in one, beside its parts.';

create function gateway.all_words(text text) returns tsquery
    language sql immutable parallel safe
begin atomic
    select string_agg('(' || either || ')', ' & ')::tsquery
      from (select concat_ws(' | ',
                             string_agg('(' || alike::text || ')', ' | ') filter (where whole and weight > 0.1),
                             '(' || string_agg('(' || alike::text || ')', ' & ') filter (where not whole and weight > 0.1)
                                 || ')') as either
              from gateway.question(text)
             group by compound) as compounds
     where either <> '';
end;
comment on function gateway.all_words(text) is
    'The query for words() that finds texts with all words of a question, or with words that are alike.';

create function gateway.words_of_trip(title text, description text, destinations jsonb) returns tsvector
    language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    return gateway.words(concat_ws(E'\n', title,
                                   case when destinations <> '[]' then
                                       (select left(string_agg(d.word #>> '{}', E'\n'), 10000)
                                          from jsonb_path_query(destinations, 'strict $.** ? (@.type() == "string")') as d (word))
                                   end,
                                   description));
end $$;
comment on function gateway.words_of_trip(text, text, jsonb) is
    'The words of a trip''s own row: of its title, of all texts in its destinations up to 10,000 characters, and of its '
    'description.';
