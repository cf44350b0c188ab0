import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * The shares of the gateway's layers, and of its methods, in a recording of JFR: {@code java Shares.java RECORDING [alloc] [METHODS]}. A
 * sample belongs to the layer whose frame is innermost; a method has all samples that it is part of.
 */
class Shares {

    private static final String OURS = "com\\.tripsage\\.gateway\\.";

    /** The first sample of a thread weighs all that it allocated before the recording. */
    private static final long LARGEST = 16 << 20;

    /** In the order in which they are tried for a frame. */
    private static final Map<String, Pattern> LAYERS = new LinkedHashMap<>();

    static {
        layer(
                "scheduling",
                "java\\.lang\\.VirtualThread|jdk\\.internal\\.vm\\.|sun\\.nio\\.ch\\.(Poller|EPoll)"
                        + "|java\\.util\\.concurrent\\.ForkJoin|" + OURS
                        + "(database\\.(FairPlaces|Pace)|graphql\\.Admission)");
        layer(
                "writing",
                OURS
                        + "(execution\\.(ResultWriter|JsonBuffer|LeafWriter|JsonData)|graphql\\.ResultJson|value\\.(?!Number))");
        layer(
                "controllers, binding",
                "org\\.springframework\\.graphql\\.|org\\.hibernate\\.validator|jakarta\\.validation|" + OURS
                        + "\\w+\\.\\w+Controller");
        layer(
                "rows, SQL text",
                "org\\.springframework\\.(jdbc|data)\\.|" + OURS
                        + "(table\\.|paging\\.|changelog\\.|\\w+\\.\\w+(Repository|Columns))");
        layer("JDBC, driver", "org\\.postgresql\\.|com\\.zaxxer\\.|" + OURS + "database\\.");
        layer(
                "parse, validate",
                OURS
                        + "document\\.|graphql\\.(parser|validation|language|ParseAndValidate)|graphql\\.execution\\.(ValuesResolver|RawVariables)");
        layer("plan, graphql-java", OURS + "(execution|graphql)\\.|graphql\\.|org\\.dataloader\\.");
        layer("body", OURS + "(request\\.|budget\\.|value\\.Number)|tools\\.jackson\\.");
        layer(
                "security, quota",
                OURS + "(security|quota|http\\.CredentialsFilter)|org\\.springframework\\.security\\.");
        layer("HTTP", OURS + "http\\.|org\\.apache\\.|org\\.springframework\\.(web|http|boot)\\.|jakarta\\.servlet");
    }

    private static void layer(String name, String classes) {
        LAYERS.put(name, Pattern.compile("(" + classes + ").*"));
    }

    public static void main(String[] arguments) throws IOException {
        List<String> options = new ArrayList<>(List.of(arguments));
        String event = options.remove("alloc") ? "jdk.ObjectAllocationSample" : "jdk.CPUTimeSample";
        int methods = options.size() > 1 ? Integer.parseInt(options.get(1)) : 40;
        Map<String, Long> layers = new HashMap<>();
        Map<String, Long> inclusive = new HashMap<>();
        Map<String, Long> self = new HashMap<>();
        long total = 0;
        try (var recording = new RecordingFile(Path.of(options.getFirst()))) {
            while (recording.hasMoreEvents()) {
                RecordedEvent sample = recording.readEvent();
                if (!sample.getEventType().getName().equals(event)) {
                    continue;
                }
                long weight = sample.hasField("weight") ? sample.getLong("weight") : 1;
                if (weight > LARGEST) {
                    continue;
                }
                total += weight;
                List<RecordedFrame> frames = sample.getStackTrace() == null
                        ? List.of()
                        : sample.getStackTrace().getFrames();
                layers.merge(layer(frames), weight, Long::sum);
                Set<String> seen = new HashSet<>();
                for (RecordedFrame frame : frames) {
                    String method = name(frame);
                    if (seen.isEmpty()) {
                        self.merge(method, weight, Long::sum);
                    }
                    if (seen.add(method)) {
                        inclusive.merge(method, weight, Long::sum);
                    }
                }
            }
        }
        System.out.println(total + (event.endsWith("AllocationSample") ? " bytes" : " samples"));
        print("by layer", layers, total, LAYERS.size() + 2);
        print("with all that it calls", inclusive, total, methods);
        print("alone", self, total, methods);
    }

    private static String layer(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            for (Map.Entry<String, Pattern> layer : LAYERS.entrySet()) {
                if (layer.getValue().matcher(type).matches()) {
                    return layer.getKey();
                }
            }
        }
        return frames.isEmpty() ? "JVM" : "other";
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void print(String title, Map<String, Long> shares, long total, int most) {
        System.out.println("-- " + title);
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(most)
                .forEach(share -> System.out.printf("%5.1f %% %s%n", 100.0 * share.getValue() / total, share.getKey()));
    }
}
