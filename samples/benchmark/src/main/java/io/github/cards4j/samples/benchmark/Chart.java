package io.github.cards4j.samples.benchmark;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A picture of the results: what a token costs against what an answer is worth, a point for each method. */
final class Chart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 600;
    private static final int LEFT = 90;
    private static final int RIGHT = 40;
    private static final int TOP = 70;
    private static final int BOTTOM = 80;
    private static final int TICKS = 5;
    private static final double POINT = 11;
    private static final Color GRID = new Color(0xE3E6EA);
    private static final Color INK = new Color(0x24292F);
    private static final Color OTHERS = new Color(0x6E7781);
    private static final Color OURS = new Color(0x0969DA);

    private record Point(String label, boolean ours, double x, double y, Statistics.Estimate range) {}

    /** @param points one for each method */
    private record Axes(double lowX, double highX, double lowY, double highY, List<Point> points) {

        static Axes of(List<Point> points) {
            double highX = points.stream().mapToDouble(Point::x).max().orElse(1) * 1.15;
            double lowY = points.stream()
                    .mapToDouble(point -> point.range().low())
                    .min()
                    .orElse(0);
            double highY = points.stream()
                    .mapToDouble(point -> point.range().high())
                    .max()
                    .orElse(1);
            double room = Math.max(1e-6, 0.12 * (highY - lowY));
            return new Axes(0, highX, lowY - room, highY + room, points);
        }

        double x(double value) {
            return LEFT + (value - lowX) / (highX - lowX) * (WIDTH - LEFT - RIGHT);
        }

        double y(double value) {
            return HEIGHT - BOTTOM - (value - lowY) / (highY - lowY) * (HEIGHT - TOP - BOTTOM);
        }
    }

    private Chart() {}

    /** @throws UsageException if the picture cannot be drawn here, or not written */
    static void write(Path file, String title, List<Run> runs) {
        System.setProperty("java.awt.headless", "true");
        try {
            if (!ImageIO.write(draw(title, runs), "png", file.toFile())) {
                throw new IOException("this Java cannot write PNG");
            }
        } catch (IOException | LinkageError | InternalError e) {
            // A Java without fonts fails with an Error.
            throw new UsageException("--chart " + file + " cannot be written: " + e);
        }
    }

    static BufferedImage draw(String title, List<Run> runs) {
        Axes axes = Axes.of(points(runs));
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        frame(g, title, axes);
        axes.points().forEach(point -> point(g, axes, point));
        g.dispose();
        return image;
    }

    private static List<Point> points(List<Run> runs) {
        List<Point> points = new ArrayList<>();
        runs.stream().map(Run::method).distinct().forEach(method -> {
            List<Run> own = Comparison.ofMethod(runs, method);
            double[] rewards = all(own, Answer::reward);
            Statistics.Estimate range =
                    Statistics.bootstrap(rewards.length, indices -> Statistics.sum(rewards, indices) / indices.length);
            double millis = sum(own, Answer::millis)
                    / sum(own, answer -> answer.counters().tokensAccepted());
            points.add(
                    new Point(method.id(), method.id().startsWith("cards"), millis, Statistics.mean(rewards), range));
        });
        return points;
    }

    private static double[] all(List<Run> runs, ToDoubleFunction<Answer> value) {
        return runs.stream()
                .flatMap(run -> run.answers().stream())
                .mapToDouble(value)
                .toArray();
    }

    private static double sum(List<Run> runs, ToDoubleFunction<Answer> value) {
        return runs.stream().mapToDouble(run -> run.sum(value)).sum();
    }

    private static void frame(Graphics2D g, String title, Axes axes) {
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        for (double x : ticks(axes.lowX(), axes.highX())) {
            g.setColor(GRID);
            g.drawLine((int) axes.x(x), TOP, (int) axes.x(x), HEIGHT - BOTTOM);
            g.setColor(INK);
            centred(g, number(x), axes.x(x), HEIGHT - BOTTOM + 22);
        }
        for (double y : ticks(axes.lowY(), axes.highY())) {
            g.setColor(GRID);
            g.drawLine(LEFT, (int) axes.y(y), WIDTH - RIGHT, (int) axes.y(y));
            g.setColor(INK);
            String value = number(y);
            g.drawString(value, LEFT - 10 - g.getFontMetrics().stringWidth(value), (float) axes.y(y) + 5);
        }
        centred(g, "milliseconds an accepted token (less is better)", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 25);
        g.drawString("mean reward (more is better), 95 % interval", 20, TOP - 14);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        g.drawString(title, 20, 32);
    }

    /** Round numbers between two values, about {@link #TICKS} of them. */
    static double[] ticks(double low, double high) {
        double rough = (high - low) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
        double first = Math.ceil(low / step) * step;
        int count = 1 + (int) Math.floor((high - first) / step + 1e-9);
        return IntStream.range(0, count).mapToDouble(i -> first + i * step).toArray();
    }

    /** Without digits that say nothing. */
    private static String number(double value) {
        return BigDecimal.valueOf(Math.round(value * 1000) / 1000.0)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void point(Graphics2D g, Axes axes, Point point) {
        double x = axes.x(point.x());
        double y = axes.y(point.y());
        g.setColor(point.ours() ? OURS : OTHERS);
        g.setStroke(new BasicStroke(2));
        g.drawLine((int) x, (int) axes.y(point.range().low()), (int) x, (int)
                axes.y(point.range().high()));
        g.fill(new Ellipse2D.Double(x - POINT / 2, y - POINT / 2, POINT, POINT));
        g.setFont(new Font(Font.SANS_SERIF, point.ours() ? Font.BOLD : Font.PLAIN, 13));
        int width = g.getFontMetrics().stringWidth(point.label());
        boolean fits = x + POINT + width < WIDTH - 5;
        g.drawString(
                point.label(), (float) (fits ? x + POINT : x - POINT - width), (float) y + (point.ours() ? -6 : 16));
    }

    private static void centred(Graphics2D g, String text, double x, double y) {
        g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) y);
    }
}
