package com.tripsage.gateway.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A picture of what grows, as SVG: for each thing a panel with requests a second and the 95th percentile over its size. */
final class GrowthPlot {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 190;
    private static final int LEFT = 34;
    private static final int RIGHT = 34;
    private static final int TOP = 34;
    private static final int BOTTOM = 24;
    private static final int COLUMNS = 3;
    private static final String RATE = "#1d70b8";
    private static final String TAIL = "#d4351c";

    private final Map<String, List<Point>> panels = new LinkedHashMap<>();

    private record Point(int size, double rate, double tail) {}

    void add(String what, int size, double rate, double tail) {
        panels.computeIfAbsent(what, _ -> new ArrayList<>()).add(new Point(size, rate, tail));
    }

    void writeTo(String file) throws IOException {
        Files.writeString(Path.of("target", file), svg());
    }

    private String svg() {
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        var svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="10" fill="#333">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="16"><tspan fill="%s">requests a second</tspan> (left) and <tspan fill="%s">p95 in ms</tspan> (right), both from zero</text>
                """.formatted(COLUMNS * WIDTH, rows * HEIGHT + 24, RATE, TAIL));
        int place = 0;
        for (var panel : panels.entrySet()) {
            svg.append("<g transform=\"translate(%d,%d)\">%n"
                    .formatted(place % COLUMNS * WIDTH, place / COLUMNS * HEIGHT + 24));
            panel(svg, panel.getKey(), panel.getValue());
            svg.append("</g>\n");
            place++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, String what, List<Point> points) {
        int bottom = HEIGHT - BOTTOM;
        svg.append("<text x=\"%d\" y=\"20\" font-weight=\"bold\">%s</text>%n".formatted(LEFT, what));
        svg.append("<path d=\"M%d %dV%dH%dV%d\" fill=\"none\" stroke=\"#999\"/>%n"
                .formatted(LEFT, TOP, bottom, WIDTH - RIGHT, TOP));
        for (int n = 0; n < points.size(); n++) {
            svg.append("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n"
                    .formatted(
                            x(n, points),
                            bottom + 14,
                            String.format(Locale.ROOT, "%,d", points.get(n).size())));
        }
        line(svg, points, Point::rate, RATE, LEFT - 4, "end");
        line(svg, points, Point::tail, TAIL, WIDTH - RIGHT + 4, "start");
    }

    private static void line(
            StringBuilder svg,
            List<Point> points,
            ToDoubleFunction<Point> value,
            String colour,
            int label,
            String anchor) {
        double most = points.stream().mapToDouble(value).max().orElse(1);
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n"
                .formatted(label, TOP + 4, anchor, colour, String.format(Locale.ROOT, "%,.0f", most)));
        List<String> places = new ArrayList<>();
        for (int n = 0; n < points.size(); n++) {
            double y = HEIGHT - BOTTOM - value.applyAsDouble(points.get(n)) / most * (HEIGHT - BOTTOM - TOP);
            places.add(String.format(Locale.ROOT, "%.1f,%.1f", x(n, points), y));
        }
        svg.append("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
                .formatted(String.join(" ", places), colour));
        svg.append(places.stream()
                .map(place -> place.split(","))
                .map(xy -> "<circle cx=\"%s\" cy=\"%s\" r=\"2.5\" fill=\"%s\"/>".formatted(xy[0], xy[1], colour))
                .collect(Collectors.joining("\n", "", "\n")));
    }

    private static double x(int n, List<Point> points) {
        double step = (WIDTH - LEFT - RIGHT) / (double) points.size();
        return LEFT + step * (n + 0.5);
    }
}
