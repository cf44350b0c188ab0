package com.tripsage.gateway.migration;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same work, many at once. */
final class Together {

    private Together() {}

    static void run(int workers, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(workers);
        try {
            Callable<Boolean> job = () -> {
                work.run();
                return true;
            };
            var jobs = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < workers; i++) {
                jobs.add(job);
            }
            for (Future<Boolean> done : executor.invokeAll(jobs)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    interface Work {
        void run() throws Exception;
    }
}
