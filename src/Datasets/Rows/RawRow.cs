namespace Tapir.Datasets.Rows;

/// <summary>The bytes of one row before they are understood.</summary>
/// <param name="Line">Where it begins in the file, 1-based.</param>
/// <param name="Bytes">UTF-8; valid until the next row is asked for. Only the beginning of a row that is too long.</param>
/// <param name="IsTooLong">Whether it is longer than was allowed.</param>
internal readonly record struct RawRow(int Line, ReadOnlyMemory<byte> Bytes, bool IsTooLong);
