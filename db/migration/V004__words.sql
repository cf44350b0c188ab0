-- The words of a text, for memories, trips and questions alike, and whatever the locale of the database. They are found here and not by
-- PostgreSQL's parser, which asks the locale what a letter is, takes Rome.Hated for a host and vegan/vegetarian for a file, and finds
-- no words that are written without spaces. See docs/decisions/0021-words-and-ranking.md.

create function gateway.plain(text text) returns text
    language sql immutable parallel safe
    return case
        when octet_length(text) = length(text) then lower(text collate "C")
        else (
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
                    offset 0) as without_accents (plain))
    end;
comment on function gateway.plain(text) is
    'A text in lower case, without accents and without the differences between apostrophes, hyphens, digits and the letters of '
    'Latin, Arabic and Persian that keyboards and spellings leave open. Marks that make other letters, as in Thai, Hindi and '
    'Japanese, stay.';

-- Control characters, which no text has after its separators became blanks, say where it is cut: 1 between two parts, 2 and 3 before
-- what becomes grams; a blank begins a compound. Each step goes through the whole text: a step for each word would take longer.
create function gateway.parts(text text)
    returns table (compound bigint, part bigint, spelled text, word text, gram int, width int, "position" bigint, joined boolean)
    language sql immutable parallel safe
begin atomic
    select compound, part, spelled,
           case
               when gram > 0 then spelled
               when spelled like '0_%' then coalesce(nullif(ltrim(left(spelled, 64), '0'), ''), '0')
               else left(spelled, 64)
           end,
           gram, width, position, joined
      from (select part, spelled, gram, width,
                   max(part) filter (where first) over w as compound,
                   sum(width) over w as position,
                   not (first and lead(first, 1, true) over w) as joined
              from (select part, first, spelled, gram,
                           case when spelled = '' then 0 when gram > 0 then length(spelled) else 1 end as width
                      from (select part, starts_with(marked, ' ') as first, ltrim(marked, U&' \0002\0003') as spelled,
                                   case
                                       when strpos(marked, U&'\0002') > 0 then 2
                                       when strpos(marked, U&'\0003') > 0 then 3
                                       else 0
                                   end as gram
                              from string_to_table(
                                       replace(replace(replace(replace(
                                           regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                                               regexp_replace(
                                                   regexp_replace(' ' || gateway.plain(left(text, 100000)), '([0-9])[,.''](?=[0-9]{3}(?![0-9]))', '\1', 'g'),
                                                   '[\u0001-\u0026\u0028-\u002C\u002E\u002F\u003A-\u0060\u007B-\u00BF\u00D7\u00F7\u02C2-\u02DF\u037E\u0387\u055A-\u055F\u0589-\u058F\u05BE\u05C0\u05C3\u05C6\u05F3\u05F4\u0600-\u060F\u061B-\u061F\u066A-\u066D\u06D4\u06DD\u06E9\u0700-\u070D\u0964\u0965\u0970\u0DF4\u0E2F\u0E3F\u0E4F\u0E5A\u0E5B\u0F01-\u0F17\u0F34-\u0F3D\u0FBE-\u0FDA\u104A-\u104F\u10FB\u1360-\u1368\u17D4-\u17D6\u17D8-\u17DB\u1800-\u180E\u2000-\u206F\u207A-\u207E\u208A-\u208E\u20A0-\u20CF\u2100-\u25FF\u27C0-\u2B4F\u2B56-\u2BFF\u2E00-\u2E7F\u2FF0-\u3004\u3008-\u3020\u3030\u303D-\u303F\u3099-\u309C\u30A0\u30FB\uFD3E\uFD3F\uFE10-\uFE6F\uFFF9-\uFFFF\U0001F3FB-\U0001F3FF]+', ' ', 'g'),
                                               '[''-]+', U&'\0001', 'g'),
                                               '[0-9]+', U&'\0001\\&\0001', 'g'),
                                               '[\u1100-\u11FF\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303B\u3041-\u3096\u309D-\u309F\u30A1-\u30FA\u30FC-\u30FF\u3105-\u318E\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\U00020000-\U0003FFFF]+', U&'\0001\0002\\&\0001', 'g'),
                                               '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u1950-\u19DF\u1A20-\u1AAF\uA980-\uA9FF\uAA60-\uAA7F]+', U&'\0001\0003\\&\0001', 'g'),
                                               '[\U0001F1E6-\U0001F1FF]{2}|[\u2600-\u27BF\u2B50-\u2B55\U0001F000-\U0001FAFF]', U&'\0001\\&\0001', 'g'),
                                           U&'\0001\0001', U&'\0001'), U&'\0001 ', ' '), U&' \0001', ' '), ' ', U&'\0001 '),
                                       U&'\0001') with ordinality as split (marked, part)
                            offset 0) as marked
                    offset 0) as measured
            window w as (order by part rows unbounded preceding)) as placed
     where spelled <> '';
end;
comment on function gateway.parts(text) is
    'The words of a text, in their order. What hyphens and apostrophes join, or letters and digits, is one compound of several '
    'parts: LH400, A-350, O''Hare. In scripts without spaces a part is all between two other characters, to be cut into grams of so '
    'many characters. A number has neither thousands separators nor leading zeros. Characters are known by their codes, because '
    'their classes differ from locale to locale. Only the first 100,000 characters of a text count. A gram has a position for each '
    'of its characters, of which this is the last one''s; joined tells that a part may have others in its compound.';

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
    select translate(w.found[1], 'äöü', 'aou'),
           replace(replace(replace(w.found[1], 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'),
           translate((ts_lexize('pg_catalog.german_stem', w.found[1]))[1], 'äöü', 'aou')
      from regexp_matches(
               case when text ~ '[äöüÄÖÜ\u0308]' then gateway.folded(left(text, 100000)) else '' end,
               '[a-zäöü]*[äöü][a-zäöü]*', 'g') as w (found);
end;
comment on function gateway.other_spellings(text) is
    'Other spellings of the words of a text that have an umlaut: zuerich for Zürich, and haus, the stem, for Häuser.';

create function gateway.words(text text) returns tsvector
    language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    short constant boolean := octet_length(text) <= 200000;
begin
    return (
    with parts as materialized (
        select compound, spelled, word, gram, width, position, joined from gateway.parts(text)
    )
    select coalesce(string_agg(lexemes, ' '), '')::tsvector
      from (select concat_ws(' ',
                             word || ':' || position || 'A',
                             nullif(gateway.stem(word), word) || ':' || position || 'B',
                             case when short
                                       and (length(word) >= 8 or length(word) >= 4 and word collate "C" between U&'\0590' and U&'\06FF')
                                  then '<' || reverse(word) end)
              from parts
             where gram = 0
            union all
            select string_agg(left(spelled, 64), '' order by position) || ':' || max(position) || 'D'
              from parts
             where gram = 0
               and joined
               and short
             group by compound
            having count(*) between 2 and 20
            union all
            select string_agg(concat(a, b, c, case when position - width + n < 10000 then ':' || position - width + n || 'C' end), ' ')
              from parts
             cross join lateral unnest(string_to_array(word, null),
                                       string_to_array(substr(word, 2), null),
                                       case when gram = 3 then string_to_array(substr(word, 3), null) end)
                                with ordinality as grams (a, b, c, n)
             where gram > 0
            union all
            select concat_ws(' ', spelling, stem, case when length(stem) >= 8 then '<' || reverse(stem) end)
              from gateway.other_spellings(text)) as all_lexemes (lexemes));
end $$;
comment on function gateway.words(text) is
    'The words by which a text is found: each as it is (A) and its stem (B), compounds also in one (D), grams of scripts without '
    'spaces (C), and long words backwards after a <, to be found by their ends: Nachtzug by Zug. A text of more than 200,000 bytes '
    'goes without the last, so that any text fits into a tsvector.';

-- Questions, whose words are looked for in those of texts.

create function gateway.question(text text)
    returns table (compound bigint, lexeme text, same tsquery, alike tsquery, weight float8, whole boolean)
    language plpgsql immutable parallel safe rows 10 set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with parts as (
        select compound, part, left(spelled, 64) as spelled, word, gram, width, count(*) over (partition by compound) as parts
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
    select min(p.compound), c.gram, min(q.query)::tsquery, min(q.query)::tsquery, 1::float8 / min(p.gram), false
      from parts p
     cross join lateral (
               select c || lead(c, 1, '') over w || case when p.gram = 3 then lead(c, 2, '') over w else '' end, n
                 from string_to_table(p.word, null) with ordinality as c (c, n)
               window w as (order by n)) as c (gram, n)
     cross join lateral (
               select '''' || c.gram || case when length(c.gram) < p.gram then ''':*' else '''' end) as q (query)
     where p.gram > 0
       and (c.n = 1 or c.n <= p.width - p.gram + 1)
     group by c.gram;
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
    language sql immutable parallel safe
begin atomic
    select gateway.words(concat_ws(E'\n', title, left(string_agg(d.word #>> '{}', E'\n'), 10000), description))
      from jsonb_path_query(destinations, 'strict $.** ? (@.type() == "string")') as d (word);
end;
comment on function gateway.words_of_trip(text, text, jsonb) is
    'The words of a trip''s own row: of its title, of all texts in its destinations up to 10,000 characters, and of its '
    'description.';
