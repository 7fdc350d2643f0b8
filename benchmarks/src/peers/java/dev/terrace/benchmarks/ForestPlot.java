package dev.terrace.benchmarks;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.terrace.benchmarks.Panel.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/*
 * A row for each contender: a point for its figure, a line for its interval. Rows are integers on the axis that goes up, whose labels are drawn here:
 * the library's own stand at round numbers, wherever these fall. Titles are drawn here as well, as text: the library draws the outlines of their
 * letters, which take four times as many bytes as all the rest.
 */
/** Draws panels with XChart, one below the other. Stateless. */
public final class ForestPlot implements Plot {

    private static final int WIDTH = 960;
    private static final int LABELS = 390;
    private static final int GAP = 8;
    private static final int HALF_A_LETTER = 4;
    private static final int ROW = 26;
    private static final int TICK_HINT = 40;
    private static final int FRAME = 110;
    private static final int TITLE = 30;
    private static final int AXIS = 24;
    private static final int HEAD = 34;
    private static final int MARKER = 9;
    private static final float LINE = 2;
    private static final double AIR = 1.25;

    /** Finer than anybody sees. */
    private static final Pattern FRACTION = Pattern.compile("\\d+\\.\\d{3,}");

    private static final Color OURS = new Color(0x0b, 0x6e, 0x4f);
    private static final Color THEIRS = new Color(0x55, 0x5b, 0x6e);
    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

    /** For the service loader. */
    public ForestPlot() {}

    @Override
    public String svg(String title, List<Panel> panels) {
        System.setProperty("java.awt.headless", "true");
        VectorGraphics2D graphics = new VectorGraphics2D();
        graphics.setColor(Color.WHITE);
        int height = HEAD + panels.stream().mapToInt(ForestPlot::height).sum();
        graphics.fillRect(0, 0, WIDTH, height);
        graphics.setColor(Color.BLACK);
        graphics.setFont(font(Font.BOLD, 16));
        graphics.drawString(title, 12, 24);
        int top = HEAD;
        for (Panel panel : panels) {
            AffineTransform before = graphics.getTransform();
            graphics.translate(0, top);
            paint(panel, graphics);
            graphics.setTransform(before);
            top += height(panel);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Processors.get("svg")
                    .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, height))
                    .writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FRACTION.matcher(out.toString(StandardCharsets.UTF_8))
                .replaceAll(number -> String.format(Locale.ROOT, "%.2f", Double.parseDouble(number.group())));
    }

    private static int height(Panel panel) {
        return FRAME + ROW * panel.points().size();
    }

    static void paint(Panel panel, Graphics2D graphics) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(LABELS, TITLE);
        XYChart chart = chart(panel);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.setTransform(before);
        graphics.setColor(Color.BLACK);
        graphics.setFont(font(Font.BOLD, 14));
        graphics.drawString(panel.title(), LABELS + GAP, TITLE - GAP);
        graphics.setFont(font(Font.PLAIN, 12));
        graphics.drawString(
                panel.axis() + (panel.isLogarithmic() ? " (logarithmic)" : ""), LABELS + GAP, height(panel) - GAP);
        List<Point> points = panel.points();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            graphics.setColor(point.ours() ? OURS : Color.BLACK);
            int width = graphics.getFontMetrics().stringWidth(point.label());
            float y = (float) chart.getScreenYFromChart(row(points, i)) + TITLE + HALF_A_LETTER;
            graphics.drawString(point.label(), (float) LABELS - GAP - width, y);
        }
    }

    /** The first is the uppermost. */
    private static int row(List<Point> points, int place) {
        return points.size() - place;
    }

    private static XYChart chart(Panel panel) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH - LABELS)
                .height(height(panel) - TITLE - AXIS)
                .theme(ChartTheme.GGPlot2)
                .build();
        List<Point> points = panel.points();
        style(chart.getStyler(), panel);
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            int row = row(points, i);
            Color color = point.ours() ? OURS : THEIRS;
            line(chart, i + " from to", new double[] {point.low(), point.high()}, row, color);
            XYSeries figure = chart.addSeries(i + " figure", new double[] {point.value()}, new double[] {row});
            figure.setMarker(point.ours() ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE)
                    .setMarkerColor(color)
                    .setLineStyle(new BasicStroke(0))
                    .setLineColor(color);
        }
        return chart;
    }

    private static void line(XYChart chart, String name, double[] ends, int row, Color color) {
        XYSeries interval = chart.addSeries(name, ends, new double[] {row, row});
        interval.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(new BasicStroke(LINE));
    }

    private static void style(XYStyler styler, Panel panel) {
        List<Point> points = panel.points();
        styler.setLegendVisible(false)
                .setMarkerSize(MARKER)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(true)
                .setChartTitleVisible(false);
        styler.setPlotGridLinesColor(GRID)
                .setAxisTickLabelsFont(font(Font.PLAIN, 12))
                .setAxisTitlesVisible(false)
                .setAxisTickLabelsColor(Color.BLACK)
                .setYAxisTicksVisible(false)
                .setPlotGridHorizontalLinesVisible(false)
                // The library gives no place on a plot that is lower than this.
                .setXAxisTickMarkSpacingHint(TICK_HINT)
                .setXAxisDecimalPattern("#,##0.##")
                .setYAxisMin(0.5)
                .setYAxisMax(points.size() + 0.5)
                .setXAxisLogarithmic(panel.isLogarithmic())
                .setXAxisMin(
                        panel.isLogarithmic()
                                ? points.stream().mapToDouble(Point::low).min().orElse(1) / AIR
                                : 0.0)
                .setXAxisMax(points.stream().mapToDouble(Point::high).max().orElse(1) * AIR);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
