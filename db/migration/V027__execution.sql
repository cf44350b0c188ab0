-- The functions of the schema gateway that everybody may execute. The others are for triggers and migrations, which need no grant.

revoke execute on all functions in schema gateway from public;

-- Whoever writes a row computes its generated columns and the conditions of its triggers; whoever searches asks for words.
grant execute
    on function gateway.unicode_collation(), gateway.folded(text), gateway.plain_text(text), gateway.text_key(text),
                gateway.is_blank(text), gateway.plain(text), gateway.plain_unicode(text), gateway.marked(text), gateway.word(text),
                gateway.parts(text), gateway.stem(text), gateway.other_spellings(text), gateway.words(text),
                gateway.words_of_trip(text, text, jsonb), gateway.question(text), gateway.all_words(text), gateway.embedding_code(vector)
    to public;
grant execute on function gateway.json_merge_patch(jsonb, jsonb) to authenticated;
