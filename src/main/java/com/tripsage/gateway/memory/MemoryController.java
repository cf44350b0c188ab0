package com.tripsage.gateway.memory;

import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.user.User;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class MemoryController {

    private final MemoryRepository memories;

    MemoryController(MemoryRepository memories) {
        this.memories = memories;
    }

    @QueryMapping
    Connection<Memory> memories(PageRequest page) {
        return memories.findPage(page);
    }

    @SchemaMapping
    CompletableFuture<User> user(Memory memory, DataLoader<UUID, User> users) {
        return users.load(memory.userId());
    }
}
