package io.github.uring4j.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.0f ns", value);
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<Element> elements(String svg, String name) throws Exception {
    NodeList found = parse(svg).getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void barsAreAsLongAsTheirValues() throws Exception {
    BarChart chart =
        new BarChart("Time", Axis.linear("time", ChartTest::format))
            .group("first")
            .bar("a", 0, 100)
            .bar("b", 1, 50)
            .group("second")
            .bar("c", 0, 25);
    List<Element> bars = elements(chart.svg(), "rect");
    assertThat(bars).hasSize(3);
    double longest = number(bars.getFirst(), "width");
    assertThat(number(bars.get(1), "width")).isCloseTo(longest / 2, within(0.01));
    assertThat(number(bars.get(2), "width")).isCloseTo(longest / 4, within(0.01));
    assertThat(bars)
        .extracting(Element::getTextContent)
        .containsExactly("a: 100 ns", "b: 50 ns", "c: 25 ns");
    for (int i = 1; i < bars.size(); i++) {
      Element above = bars.get(i - 1);
      assertThat(number(bars.get(i), "y"))
          .isGreaterThan(number(above, "y") + number(above, "height"));
    }
  }

  @Test
  void pointsAreWhereTheirLogarithmsAre() throws Exception {
    LineChart chart =
        new LineChart(
                "Latency",
                Axis.logarithmic("depth", 2, ChartTest::format),
                Axis.logarithmic("time", 10, ChartTest::format))
            .series("ours", 0)
            .point(1, 1000)
            .point(2, 100)
            .point(4, 10);
    List<Element> points = elements(chart.svg(), "circle");
    double middleX = (number(points.get(0), "cx") + number(points.get(2), "cx")) / 2;
    double middleY = (number(points.get(0), "cy") + number(points.get(2), "cy")) / 2;
    assertThat(number(points.get(1), "cx")).isCloseTo(middleX, within(0.01));
    assertThat(number(points.get(1), "cy")).isCloseTo(middleY, within(0.01));
    // What is more stands higher.
    assertThat(number(points.get(0), "cy")).isLessThan(number(points.get(2), "cy"));
    assertThat(points.getFirst().getTextContent()).isEqualTo("ours, 1 ns: 1000 ns");
  }

  @Test
  void legendNamesEverySeries() {
    LineChart chart =
        new LineChart(
            "x", Axis.linear("a", ChartTest::format), Axis.linear("b", ChartTest::format));
    for (int i = 0; i < 12; i++) {
      chart.series("series with a long name " + i, i).point(0, 1).point(1, 2);
    }
    for (int i = 0; i < 12; i++) {
      assertThat(chart.svg()).contains(">series with a long name " + i + "</text>");
    }
  }

  @Test
  void namesCannotBreakTheDrawing() throws Exception {
    String name = "a<b>&\"c\"\u0000\ud800]]>";
    BarChart chart = new BarChart(name, Axis.linear(name, ChartTest::format));
    chart.group(name).bar(name, 0, 1);
    assertThat(elements(chart.svg(), "title").getFirst().getTextContent())
        .isEqualTo("a<b>&\"c\"??]]>: 1 ns");
  }

  @Test
  void standaloneHasStyleAndGround() throws Exception {
    BarChart chart = new BarChart("x", Axis.linear("a", ChartTest::format));
    chart.group("").bar("a", 0, 1);
    assertThat(elements(chart.standalone(), "style").getFirst().getTextContent())
        .contains("background", "prefers-color-scheme: dark", ".s0");
    assertThat(chart.svg()).doesNotContain("<style");
  }

  @Test
  void emptyAndZeroChartsAreDrawn() throws Exception {
    assertThat(elements(new BarChart("x", Axis.linear("a", ChartTest::format)).svg(), "rect"))
        .isEmpty();
    BarChart zero = new BarChart("x", Axis.linear("a", ChartTest::format)).group("").bar("a", 0, 0);
    assertThat(number(elements(zero.svg(), "rect").getFirst(), "width")).isZero();
  }

  @Test
  void linearScaleBeginsAtZeroAndHasRoundTicks() {
    assertThat(Scale.linear(93).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
    assertThat(Scale.linear(100).place(50)).isCloseTo(0.5, within(1e-9));
    assertThat(Scale.linear(0).ticks()).hasSizeGreaterThan(1);
  }

  @Test
  void logarithmicScaleGoesFromPowerToPower() {
    Scale scale = Scale.logarithmic(20, 5000, 10);
    assertThat(scale.ticks()).containsExactly(10.0, 100.0, 1000.0, 10000.0);
    assertThat(scale.place(1000)).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(Scale.logarithmic(1, 128, 2).ticks()).hasSize(8).endsWith(128.0);
    assertThat(Scale.logarithmic(7, 7, 10).place(7)).isBetween(0.0, 1.0);
    assertThatIllegalArgumentException().isThrownBy(() -> Scale.logarithmic(0, 1, 10));
  }
}
