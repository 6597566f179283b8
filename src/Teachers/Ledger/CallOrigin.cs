namespace Tapir.Teachers.Ledger;

/// <summary>The model that a call goes to.</summary>
/// <param name="Provider">"tutor", "local" or "openai".</param>
/// <param name="Endpoint">Address without credentials; empty for what runs in this process.</param>
/// <param name="Model">The model's name at the endpoint.</param>
public sealed record CallOrigin(string Provider, string Endpoint, string Model);
