package com.tripsage.gateway.persisted;

import java.util.List;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** The documents that operators have registered. */
interface RegisteredDocumentRepository extends Repository<RegisteredDocument, String> {

    @Query("select hash, name, document, registered_at from gateway.registered_documents order by name, registered_at")
    List<RegisteredDocument> findAll();

    /** Takes the name from the document that has it, where that is another one. */
    @Modifying
    @Query(
            "update gateway.registered_documents set name = null, registered_at = now() where name = :name and hash <> :hash")
    void releaseName(String name, String hash);

    @Modifying
    @Query("""
            insert into gateway.registered_documents (hash, name, document) values (:hash, :name, :document)
            on conflict (hash) do update set name = excluded.name, registered_at = now()
             where registered_documents.name is distinct from excluded.name
            """)
    void register(String hash, String name, String document);

    /** Removes the document of this name or hash. */
    @Modifying
    @Query("delete from gateway.registered_documents where name = :id or hash = :id")
    int remove(String id);
}
