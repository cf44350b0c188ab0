begin;
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub": "' || bench_id(1, 1) || '", "role": "authenticated"}', true), set_config('search_path', 'public, extensions', true), set_config('statement_timeout', '5000', true), set_config('idle_in_transaction_session_timeout', '35000', true), set_config('gateway.request_id', '01JD8Z9Y5Q8X7W6V5T4S3R2Q1P', true);
update chat_messages set content = content || repeat('x', 100) where id = bench_id(5, 2);
commit;
