namespace Tapir.Models.Benchmarks;

/// <summary>Work per second of wall time and per second of processor time. On a machine that is busy with other things only the latter means much.</summary>
internal readonly record struct Speed(double PerSecond, double PerCoreSecond)
{
    public static Speed operator *(Speed speed, double factor) => new(speed.PerSecond * factor, speed.PerCoreSecond * factor);
}
