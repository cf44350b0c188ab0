package com.tripsage.gateway.embedding.provider;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Map;

/** A model of the BERT family in ONNX Runtime, which runs on the thread of the caller. */
final class OnnxModel {

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final OrtSession.RunOptions options;

    private OnnxModel(OrtEnvironment environment, OrtSession session, OrtSession.RunOptions options) {
        this.environment = environment;
        this.session = session;
        this.options = options;
    }

    static OnnxModel read(URL file, String name) throws IOException, OrtException {
        OrtEnvironment environment = environment(name);
        try (Arena memory = Arena.ofConfined();
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            environment.setTelemetry(false);
            options.setIntraOpNumThreads(1);
            // What a long text needed is given back after it, rather than kept for the next: half the memory in the
            // end. That takes the weights out of the arena, which could not shrink below them.
            options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
            OrtSession.RunOptions givingBack = new OrtSession.RunOptions();
            givingBack.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            return new OnnxModel(environment, environment.createSession(bytes(file, memory), options), givingBack);
        }
    }

    /**
     * ONNX Runtime's environment, counted once more than its own hook, which runs first of all when the process ends, counts
     * down: it would go from under a model that is being loaded or used.
     */
    private static OrtEnvironment environment(String name) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            api.setAccessible(true);
            create.setAccessible(true);
            create.invoke(null, api.get(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), name);
            return environment;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Another ONNX Runtime than this program was made for", e);
        }
    }

    /** Outside the heap, which would keep what it grew by. */
    private static ByteBuffer bytes(URL file, Arena memory) throws IOException {
        URLConnection connection = file.openConnection();
        ByteBuffer bytes = memory.allocate(connection.getContentLengthLong()).asByteBuffer();
        try (ReadableByteChannel channel = Channels.newChannel(connection.getInputStream())) {
            int count;
            do {
                count = channel.read(bytes);
            } while (count > 0);
        }
        return bytes.flip();
    }

    /** The vector of the [CLS] token, of length 1. Not in batches: quantisation would let the texts of one change each other. */
    float[] vector(long[] tokens, int dimensions) throws OrtException {
        long[] shape = {1, tokens.length};
        long[] all = new long[tokens.length];
        Arrays.fill(all, 1);
        try (OnnxTensor ids = tensor(tokens, shape);
                OnnxTensor mask = tensor(all, shape);
                OnnxTensor types = tensor(new long[tokens.length], shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types), options)) {
            float[] vector = new float[dimensions];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(vector);
            return normalized(vector);
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    private static float[] normalized(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }
}
