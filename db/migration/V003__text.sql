-- Comparisons of texts that don't depend on the locale of the database: equal but for case, the same text, and blank.

create function gateway.unicode_collation() returns text
    language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    -- Those of PostgreSQL 17 itself go first, because no upgrade of ICU makes it warn of them. They differ in the newest characters
    -- that they know.
    known constant text[] := array['pg_c_utf8', 'und-x-icu', 'C.utf8', 'C.UTF-8'];
    found          text;
begin
    select c.collname
      into found
      from pg_collation c
     where c.collnamespace = 'pg_catalog'::regnamespace
       and c.collname = any (known)
       and c.collencoding in (-1, pg_char_to_encoding('UTF8'))
     order by array_position(known, c.collname::text)
     limit 1;
    if found is null then
        raise exception 'PostgreSQL knows no upper and lower case of Unicode here'
              using hint = 'Use PostgreSQL 17 or newer, or one that was built with ICU.';
    end if;
    return found;
end $$;
comment on function gateway.unicode_collation() is
    'A collation whose lower() knows all of Unicode: that of the database may not, for instance C, where Ö is not ö.';

do $$
begin
    execute format($sql$
        create function gateway.folded(text text) returns text
            language sql immutable parallel safe
            return normalize(replace(translate(lower(normalize(text, nfkd) collate pg_catalog.%I),
                                               U&'\03C2\0345', U&'\03C3\03B9'),
                                     'ß', 'ss'),
                             nfkc)
        $sql$, gateway.unicode_collation());
end $$;
comment on function gateway.folded(text) is 'A text in NFKC and the full case folding of Unicode; accents stay, and so does ı.';

create function gateway.plain_text(text text) returns text
    language sql immutable parallel safe
    return btrim(regexp_replace(regexp_replace(gateway.folded(text), U&'[\00AD\200B\2060\FEFF]', '', 'g'),
                                U&'[\0001-\0020\007F-\00A0\1680\2000-\200A\2028\2029\202F\205F\3000]+', ' ', 'g'));
comment on function gateway.plain_text(text) is
    'A folded text with single spaces: the same for texts that differ only in case, in how their characters are composed, and in '
    'white space.';

-- See docs/decisions/0019-duplicates-by-text.md. A text of nothing but full stops keeps them. So does the semicolon, which is the
-- Greek question mark after NFKC.
create function gateway.text_key(text text) returns uuid
    language sql immutable parallel safe
    return md5(coalesce(nullif(rtrim(gateway.plain_text(text),
                                     U&' .,:!\3001\3002\0964\0965\06D4\060C\0589\1362\1363\17D4\17D5\104A\104B\0E5A\0E5B'
                                     '\0F0D\0F0E'), ''),
                        gateway.plain_text(text)))::uuid;
comment on function gateway.text_key(text) is
    'A hash of a text: the same for texts that differ only in case, in how their characters are composed, in white space, and in full '
    'stops, exclamation marks, commas and colons at the end. Question marks and accents make another text.';

create function gateway.is_blank(text text) returns boolean
    language sql immutable parallel safe
    return text !~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]';
comment on function gateway.is_blank(text) is
    'Whether a text shows nothing: it consists of white space, control characters and what Unicode calls default ignorable, such as '
    'zero-width spaces and joiners. The class Blank of the gateway decides the same.';
