select 'a' as letter
