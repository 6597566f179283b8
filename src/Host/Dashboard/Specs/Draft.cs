namespace Tapir.Host.Dashboard.Specs;

/// <summary>What a browser tab holds of an editor: it outlives the server and the page, and ends with the tab.</summary>
/// <param name="Id">Names it among all drafts.</param>
/// <param name="Text">As it stands in the editor now.</param>
/// <param name="IsKept">Whether it is another than the one that the page came with.</param>
internal sealed record Draft(string Id, string Text, bool IsKept);
