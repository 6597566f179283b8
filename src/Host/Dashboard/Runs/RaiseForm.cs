namespace Tapir.Host.Dashboard.Runs;

/// <summary>The form that adds to a budget: however often its button is pressed, it adds once each time that it is opened.</summary>
internal sealed class RaiseForm
{
    private string opening = "";

    public bool IsOpen { get; private set; }

    public bool IsBusy { get; private set; }

    public void Open()
    {
        opening = $"{Guid.CreateVersion7():N}";
        IsOpen = true;
    }

    /// <summary>Adds, and closes when it was done. Where it was not, it may have been all the same: the same amount sent again then adds nothing more.</summary>
    /// <param name="amount">As the command line would take it.</param>
    /// <param name="add">Given the key of the request; tells whether it was done.</param>
    public async Task SubmitAsync(string amount, Func<string, Task<bool>> add)
    {
        if (IsBusy || !IsOpen)
        {
            return;
        }

        IsBusy = true;
        try
        {
            IsOpen = !await add($"page:{opening}:{amount}");
        }
        finally
        {
            IsBusy = false;
        }
    }
}
