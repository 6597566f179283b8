namespace Tapir.DurableTask.Sidecar.Engine;

internal sealed class HubOperation<T>(string? kind, bool writes, Func<HubTransaction, T> body) : HubOperation(kind, writes)
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Completion => completion.Task;

    public override void Execute(HubTransaction transaction) => result = body(transaction);

    public override void Reply()
    {
        if (Refusal is null)
        {
            completion.TrySetResult(result!);
        }
        else
        {
            completion.TrySetException(Refusal);
        }
    }
}
