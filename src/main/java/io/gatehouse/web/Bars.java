package io.gatehouse.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A bar chart over time: what the {@code bars} tag draws, and shows as a table as well.
 *
 * @param columnTitle what a column stands for, such as “Hour (UTC)”
 * @param names of the series, from the bottom up, at most six
 * @param columns from left to right
 */
public record Bars(String columnTitle, List<String> names, List<Column> columns) {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 180;
    private static final double GAP = 0.2;
    private static final int LINES = 4;

    /**
     * @param values one per series
     */
    public record Column(String label, List<Long> values) {
        long total() {
            return values.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** One rectangle; series counts from 1. */
    public record Shape(int series, String x, String y, String width, String height, String title) {}

    /** A line across the chart. */
    public record Line(String y) {}

    public long highest() {
        return columns.stream().mapToLong(Column::total).max().orElse(0);
    }

    public String firstLabel() {
        return columns.isEmpty() ? "" : columns.get(0).label();
    }

    public String lastLabel() {
        return columns.isEmpty() ? "" : columns.get(columns.size() - 1).label();
    }

    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i <= LINES; i++) lines.add(new Line(number(0.5 + (HEIGHT - 1) * i / LINES)));
        return lines;
    }

    public List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        double scale = HEIGHT / Math.max(1, highest());
        double step = WIDTH / Math.max(1, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            double top = HEIGHT;
            for (int series = 0; series < column.values().size(); series++) {
                long value = column.values().get(series);
                if (value == 0) continue;
                double height = value * scale;
                top -= height;
                String title = column.label() + ": " + value + " " + names.get(series);
                shapes.add(new Shape(
                        series + 1,
                        number(i * step + step * GAP / 2),
                        number(top),
                        number(step * (1 - GAP)),
                        number(height),
                        title));
            }
        }
        return shapes;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
