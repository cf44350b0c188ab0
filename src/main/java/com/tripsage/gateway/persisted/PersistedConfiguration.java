package com.tripsage.gateway.persisted;

import com.tripsage.gateway.command.Command;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.document.DocumentCheck;
import com.tripsage.gateway.table.Aggregates;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The configuration of documents that clients name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentProperties.class)
class PersistedConfiguration {

    @Bean
    RegisteredDocumentRepository registeredDocumentRepository(Aggregates aggregates) {
        return aggregates.repository(RegisteredDocumentRepository.class);
    }

    @Bean
    RegisteredDocuments registeredDocuments(
            RegisteredDocumentRepository documents,
            JdbcClient jdbc,
            Transactions transactions,
            DocumentProperties properties) {
        return new RegisteredDocuments(documents, jdbc, transactions, properties);
    }

    @Bean
    Registration registration(RegisteredDocuments registered, DocumentCheck check) {
        return new Registration(registered, check);
    }

    @Bean("register-documents")
    Command registerDocuments(Registration registration) {
        return registration::register;
    }

    @Bean("check-documents")
    Command checkDocuments(Registration registration) {
        return registration::check;
    }

    @Bean("remove-documents")
    Command removeDocuments(Registration registration) {
        return registration::remove;
    }

    @Bean
    PersistedDocuments persistedDocuments(DocumentProperties properties, RegisteredDocuments registered) {
        return new PersistedDocuments(properties, registered, new AutomaticDocuments(properties.automatic()));
    }
}
