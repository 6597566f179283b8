namespace Tapir.Host.Dashboard.Shell;

/// <summary>Short words to whoever looks at this tab: what was done, or why it was not.</summary>
internal sealed class PageNotices
{
    private const int MostShown = 4;

    private readonly List<PageNotice> notices = [];

    /// <summary>Told when there are others.</summary>
    public event Action? Changed;

    /// <value>The oldest first.</value>
    public IReadOnlyList<PageNotice> All => [.. notices];

    public void Say(string text) => Add(new PageNotice(text, IsProblem: false));

    /// <summary>Says why something was not done. It stays until it is closed.</summary>
    public void Complain(string text) => Add(new PageNotice(text, IsProblem: true));

    public void Close(PageNotice notice)
    {
        if (notices.RemoveAll(shown => ReferenceEquals(shown, notice)) > 0)
        {
            Changed?.Invoke();
        }
    }

    private void Add(PageNotice notice)
    {
        notices.RemoveAll(shown => shown == notice);
        notices.Add(notice);
        if (notices.Count > MostShown)
        {
            notices.RemoveAt(0);
        }

        Changed?.Invoke();
    }
}

/// <param name="IsProblem">Whether it tells of something that was not done.</param>
internal sealed record PageNotice(string Text, bool IsProblem);
