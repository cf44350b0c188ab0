-- What is said twice is known by its text alone: docs/decisions/0019-duplicates-by-text.md. What waits for its vector is taken in
-- turns of its users: docs/decisions/0020-vectors-in-the-background.md.

drop index public.memory_embeddings_by_text;
alter table public.memory_embeddings drop column text_key;

create function gateway.plain_text(text text) returns text
    language sql
    immutable
    parallel safe
    return btrim(regexp_replace(regexp_replace(gateway.folded(text), U&'[\00AD\200B\2060\FEFF]', '', 'g'),
                                U&'[\0001-\0020\007F-\00A0\1680\2000-\200A\2028\2029\202F\205F\3000]+', ' ', 'g'));
comment on function gateway.plain_text(text) is
    'The same for texts that differ only in case, in how their characters are composed, and in white space.';
grant execute on function gateway.plain_text(text) to public;

-- A text of nothing but full stops keeps them. Question marks stay, of which the Greek one is a semicolon after NFKC.
create or replace function gateway.text_key(text text) returns uuid
    language sql
    immutable
    parallel safe
    return md5(coalesce(nullif(rtrim(gateway.plain_text(text),
                                     U&' .,:!\3001\3002\0964\0965\06D4\060C\0589\1362\1363\17D4\17D5\104A\104B\0E5A\0E5B'
                                     '\0F0D\0F0E'), ''),
                        gateway.plain_text(text)))::uuid;
comment on function gateway.text_key(text) is
    'The same for texts that differ only in case, in how their characters are composed, in white space, and in full stops, '
    'exclamation marks, commas and colons at the end. Question marks and accents make another text.';

alter table public.memory_embeddings
    add column text_key uuid generated always as (gateway.text_key(content_text)) stored;
comment on column public.memory_embeddings.text_key is
    'To recognise the same text.';
create index memory_embeddings_by_text on public.memory_embeddings (user_id, text_key);

-- Those that no search by meaning can find yet: few, and counted by each.
create index memory_embeddings_pending on public.memory_embeddings (user_id)
    where embedding is null;

drop index gateway.embedding_queue_by_due;
create index embedding_queue_by_user_due on gateway.embedding_queue (user_id, due_at);
