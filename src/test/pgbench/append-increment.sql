\set offset :n * 100
\set n :n + 1
begin;
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub": "' || bench_id(1, 1) || '", "role": "authenticated"}', true), set_config('search_path', 'public, extensions', true), set_config('statement_timeout', '5000', true), set_config('idle_in_transaction_session_timeout', '35000', true), set_config('gateway.request_id', '01JD8Z9Y5Q8X7W6V5T4S3R2Q1P', true);
insert into public.chat_message_increments (message_id, start_offset, text) select m.id, :offset, repeat('x', 100) from public.chat_messages m where m.id = bench_id(5, 1) and m.state <> 'complete' and gateway.length_of_message(m.id) = :offset returning end_offset;
commit;
