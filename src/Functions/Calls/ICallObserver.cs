namespace Tapir.Functions;

/// <summary>Watches calls live: a terminal tree, a web page, the call log. Called from many threads at once, on the call's own path: be quick, never throw.</summary>
public interface ICallObserver
{
    void Started(Call call);

    void Progressed(Call call, CallProgress progress);

    /// <summary>Comes exactly once for every <see cref="Started"/>, unless the process dies.</summary>
    void Finished(Call call, CallEnd end);
}
