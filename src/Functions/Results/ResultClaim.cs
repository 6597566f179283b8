namespace Tapir.Functions;

/// <summary>The right to compute a key alone.</summary>
/// <param name="Key">64 hexadecimal digits.</param>
/// <param name="Fence">Higher than that of any claim before it on the key, so that a holder that was taken for dead can store nothing over its successor's result.</param>
public sealed record ResultClaim(string Key, long Fence);
