/**
 * The words and numbers that every other module shares: sides, markets, price grids, reasons and fixed-point
 * arithmetic. Nothing here knows a book, an account, a wire format or a clock, and nothing here needs more than the
 * JDK.
 *
 * <p>Scales, used in names throughout the project: {@code Micros} = 10<sup>-6</sup> USDC; {@code Lots} =
 * 10<sup>-d</sup> of the underlying and {@code Ticks} = 10<sup>-(6-d)</sup> USDC, where d is the market's size decimals,
 * so that lots × ticks is exactly micros; {@code Nanos} of a rate = 10<sup>-9</sup>; {@code E8} = 10<sup>-8</sup>, the
 * resolution of decimals on the wire.
 */
package steelyard.model;
