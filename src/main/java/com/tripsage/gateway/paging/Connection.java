package com.tripsage.gateway.paging;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A page of a Relay connection. The total is counted only when it is asked for. */
public final class Connection<T> {

    private final List<Edge<T>> edges;
    private final PageInfo pageInfo;
    private final LongSupplier count;

    Connection(List<Edge<T>> edges, PageInfo pageInfo, LongSupplier count) {
        this.edges = List.copyOf(edges);
        this.pageInfo = pageInfo;
        this.count = count;
    }

    public List<Edge<T>> getEdges() {
        return edges;
    }

    /** The elements alone, for clients that need no cursor of each. */
    public List<T> getNodes() {
        return edges.stream().map(Edge::node).toList();
    }

    public PageInfo getPageInfo() {
        return pageInfo;
    }

    public long getTotalCount() {
        return count.getAsLong();
    }

    /** An element of a connection, at its position. */
    public static final class Edge<T> {

        private final T node;
        private final Keyset.Position position;

        Edge(T node, Keyset.Position position) {
            this.node = node;
            this.position = position;
        }

        public T node() {
            return node;
        }

        public String cursor() {
            return position.cursor();
        }
    }

    /** The position of a page in the whole list. */
    public record PageInfo(
            boolean hasNextPage,
            boolean hasPreviousPage,
            @Nullable String startCursor,
            @Nullable String endCursor) {}
}
