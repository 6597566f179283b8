using System.ComponentModel.DataAnnotations;

namespace Tapir.Host.Settings;

/// <summary>Takes absolute http and https addresses.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null
        || (value is string text && Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https");
}
