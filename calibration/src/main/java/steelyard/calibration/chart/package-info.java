/** Pictures as SVG. */
package steelyard.calibration.chart;
