package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.Change.Operation;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.Scope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The subscriptions to chats: each ends with its session. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChatProperties.class)
class ChatConfiguration {

    @Bean
    Scope chatMessages() {
        return messages(Set.of(Operation.INSERT));
    }

    @Bean
    Scope chatMessageChanges() {
        return messages(EnumSet.allOf(Operation.class));
    }

    private static Scope messages(Set<Operation> operations) {
        return new Scope(
                Scope.Subject.CHAT_SESSION,
                Map.of("chat_messages", operations, ChatMessageFeed.SESSIONS, Set.of(Operation.DELETE)));
    }

    @Bean
    ChatMessageField chatMessageAdded(ChangeLog log, ChatSessionRepository sessions, Scope chatMessages) {
        return new ChatMessageField("chatMessageAdded", chatMessages, false, log, sessions);
    }

    @Bean
    ChatMessageField chatMessageEvents(ChangeLog log, ChatSessionRepository sessions, Scope chatMessageChanges) {
        return new ChatMessageField("chatMessageEvents", chatMessageChanges, true, log, sessions);
    }

    @Bean
    SilentWriters silentWriters(ChatStreams streams, ChatProperties properties) {
        return new SilentWriters(streams, properties.silence());
    }
}
