namespace Tapir.Datasets.Rows;

/// <summary>Cuts a stream of bytes into rows, block by block.</summary>
internal interface IRowSplitter
{
    /// <summary>Reads on in the block up to the end of the next row.</summary>
    /// <param name="block">What is left of the block; moved on past what was read.</param>
    /// <returns>The row that ended, or null where the block ended first.</returns>
    RawRow? Next(ref ReadOnlySpan<byte> block);

    /// <summary>What the end of the file leaves unfinished, or null.</summary>
    RawRow? End();
}
