package com.tripsage.gateway.providerkey;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** The keys in the caller's own row. One is written without the others, which somebody else may be changing. */
interface StoredKeysRepository extends Repository<StoredKeys, UUID> {

    @Query("select id, api_keys from public.users where id = (select auth.uid())")
    Optional<StoredKeys> findOfCaller();

    @Modifying
    @Query("""
            update public.users
               set api_keys = case when jsonb_typeof(api_keys) = 'object' then api_keys else '{}' end
                              || jsonb_build_object(cast(:provider as text), cast(:token as text))
             where id = (select auth.uid())
            """)
    boolean put(String provider, String token);

    @Modifying
    @Query("""
            update public.users
               set api_keys = api_keys - cast(:provider as text)
             where id = (select auth.uid())
               and jsonb_typeof(api_keys) = 'object'
               and jsonb_exists(api_keys, :provider)
            """)
    boolean remove(String provider);
}
