namespace Tapir.Models.Export;

/// <summary>The format of exported weights.</summary>
public enum ExportPrecision
{
    /// <summary>float32, as they are trained: exact.</summary>
    Full,

    /// <summary>bfloat16, half as large, rounded to nearest.</summary>
    BFloat16,
}
