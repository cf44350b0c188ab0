package com.tripsage.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same work, many at once. */
public final class Together {

    private Together() {}

    /** What each of the workers came back with. */
    public static <T> List<T> run(int workers, Work<T> work) {
        ExecutorService executor = Executors.newFixedThreadPool(workers);
        try {
            List<Callable<T>> jobs = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                jobs.add(() -> work.of(worker));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> done : executor.invokeAll(jobs)) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
        }
    }

    /** What one of the workers does. */
    public interface Work<T> {
        T of(int worker) throws Exception;
    }
}
