-- One definition of what is equal but for case, whatever the locale of the database: lower() alone takes it from there, and where
-- that is C, Ö is not ö. What differs between the collations below is how new a character they know; those that PostgreSQL
-- 17 brings along itself go first, because no upgrade of ICU makes it warn of them.

do $$
declare
    unicode constant text := (select c.collname
                                from pg_collation c
                               where c.collnamespace = 'pg_catalog'::regnamespace
                                 and c.collname in ('pg_c_utf8', 'und-x-icu', 'C.utf8', 'C.UTF-8')
                                 and c.collencoding in (-1, pg_char_to_encoding('UTF8'))
                               order by array_position(array['pg_c_utf8', 'und-x-icu', 'C.utf8', 'C.UTF-8'],
                                                       c.collname::text)
                               limit 1);
begin
    if unicode is null then
        raise exception 'PostgreSQL knows no upper and lower case of Unicode here'
              using hint = 'Use PostgreSQL 17 or newer, or one that was built with ICU.';
    end if;
    execute format($sql$
        create function gateway.folded(text text) returns text
            language sql
            immutable
            parallel safe
            return normalize(replace(translate(lower(normalize(text, nfkd) collate pg_catalog.%I),
                                               U&'\03C2\0345', U&'\03C3\03B9'),
                                     'ß', 'ss'),
                             nfkc)
        $sql$, unicode);
end
$$;
comment on function gateway.folded(text) is
    'The same for texts that differ in case only, or in the way their characters are composed: NFKC and the full case folding '
    'of Unicode, in any language and with any locale of the database. Accents stay, and so does the ı of the Turks.';
grant execute on function gateway.folded(text) to public;
