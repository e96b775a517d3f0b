"""Calls every operation of the modelled services through boto3 and compares what arrives on either side.

python3 boto3_round_trip.py URL      (boto3.test.ts starts the server that listens there)

Members that only one of the two SDKs knows are left out: their models are of different dates. Exits 1 on any other
difference that ALLOWED does not explain, and on an explanation that nothing needs any more.
"""

import datetime
import json
import sys
import urllib.request

import boto3
from botocore.config import Config

# service, operation, variant ('*' for all): why they may differ.
ALLOWED = {
    ("ec2", "RunInstances", "plain"): "boto3 encodes UserData for its callers, as the AWS CLI does",
    ("ec2", "RunInstances", "hostile"): "the same",
}

VARIANTS = ("plain", "hostile", "empty")
DEEPEST = 13
URL = sys.argv[1]


def ask(path, body=""):
    data = body if isinstance(body, str) else json.dumps(body)
    with urllib.request.urlopen(URL + path, data=data.encode()) as answer:
        return json.load(answer)


def text(variant, key):
    return {"plain": f"s-{key}", "hostile": f" a<&>\"'é\n\t]]>\U0001f600 %41+b={key} ", "empty": ""}[variant]


def generate(shape, variant, depth=0, key="x"):
    kind = shape.type_name
    if kind == "structure":
        return generate_structure(shape, variant, depth)
    if kind == "list":
        if variant == "empty" or depth > DEEPEST:
            return []
        return [generate(shape.member, variant, depth + 1, f"{key}{number}") for number in (1, 2)]
    if kind == "map":
        if variant == "empty" or depth > DEEPEST:
            return {}
        names = list(getattr(shape.key, "enum", None) or ("k1", "k.2"))[:2]
        return {name: generate(shape.value, variant, depth + 1, key) for name in names}
    if kind == "string":
        return text(variant, key)
    if kind == "boolean":
        return len(key) % 2 == 0
    if kind in ("integer", "long"):
        return -3 if variant == "hostile" else len(key)
    if kind in ("float", "double"):
        return 2.5
    if kind == "timestamp":
        return datetime.datetime.fromtimestamp(1_700_000_000, datetime.timezone.utc)
    if kind == "blob":
        return b"" if variant == "empty" else bytes([0, 1, 254, 255])
    raise ValueError(kind)


def generate_structure(shape, variant, depth):
    if depth > DEEPEST:
        return {}
    if getattr(shape, "is_document_type", False):
        return {"a": 1}
    made = {}
    for name, member in shape.members.items():
        # A union has exactly one member.
        if getattr(shape, "is_tagged_union", False) and made:
            break
        if getattr(member, "is_eventstream", False):
            continue
        # What must be there cannot be empty: query protocols would lose it.
        needed = name in shape.required_members and member.type_name in ("structure", "list", "map")
        made[name] = generate(member, "plain" if needed and variant == "empty" else variant, depth + 1, name)
    return made


def comparable(value):
    """As the other side writes it in JSON."""
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z"
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": list(value)}
    if isinstance(value, dict):
        return {key: comparable(each) for key, each in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [comparable(each) for each in value]
    return value


def known(value, shape):
    """What of an answer botocore's model has a word for."""
    if shape is None:
        return {}
    if shape.type_name == "structure" and isinstance(value, dict) and not getattr(shape, "is_document_type", False):
        return {key: known(each, shape.members[key]) for key, each in value.items() if key in shape.members}
    if shape.type_name == "map":
        return {key: known(each, shape.value) for key, each in value.items()}
    if shape.type_name == "list":
        return [known(each, shape.member) for each in value]
    return value


def without_empty(value):
    """The query protocols have no word for empty lists and maps."""
    if isinstance(value, dict):
        pairs = ((key, without_empty(each)) for key, each in value.items())
        return {key: each for key, each in pairs if each not in ({}, [])}
    return [without_empty(each) for each in value] if isinstance(value, list) else value


def differences(sent, arrived, path):
    if type(sent) is not type(arrived) and not all(isinstance(each, (int, float)) for each in (sent, arrived)):
        return [f"{path}: {sent!r} became {arrived!r}"]
    if isinstance(sent, dict):
        missing = [f"{path}.{key}: {sent[key]!r} was lost" for key in sent.keys() - arrived.keys()]
        added = [f"{path}.{key}: {arrived[key]!r} came from nowhere" for key in arrived.keys() - sent.keys()]
        both = [line for key in sent.keys() & arrived.keys() for line in differences(sent[key], arrived[key], f"{path}.{key}")]
        return missing + added + both
    if isinstance(sent, list):
        if len(sent) != len(arrived):
            return [f"{path}: {len(sent)} became {len(arrived)}"]
        return [line for at, each in enumerate(sent) for line in differences(each, arrived[at], f"{path}[{at}]")]
    return [] if sent == arrived else [f"{path}: {sent!r} became {arrived!r}"]


def round_trip(client, service, operation, variant):
    model = client.meta.service_model.operation_model(operation)
    method = next(name for name, each in client.meta.method_to_api_mapping.items() if each == operation)
    params = generate(model.input_shape, variant) if model.input_shape else {}
    try:
        output = getattr(client, method)(**params)
    except Exception as error:  # whatever it is, it is a mismatch
        return [f"{type(error).__name__}: {error}"]
    seen = ask("/seen")
    sent = ask("/known", {"service": service, "operation": operation, "input": comparable(params)})
    arrived, meant = seen["input"], known(seen["output"], model.output_shape)
    got = comparable(output)
    if client.meta.service_model.metadata["protocol"] != "json":
        sent, arrived, meant, got = (without_empty(each) for each in (sent, arrived, meant, got))
    return differences(sent, arrived, "input") + differences(meant, got, "output")


def error_round_trip(client, operation, code):
    """The error a client gets must be of the class that its model has for it."""
    model = client.meta.service_model
    ask("/refuse", code)
    method = next(name for name, each in client.meta.method_to_api_mapping.items() if each == operation)
    shape = model.operation_model(operation).input_shape
    try:
        getattr(client, method)(**(generate(shape, "plain") if shape else {}))
        return ["no error arrived"]
    except Exception as error:
        said = getattr(error, "response", {}).get("Error", {}).get("Message")
        named = [] if type(error).__name__ == code else [f"arrived as {type(error).__name__}"]
        return named + ([] if said == "a & <b>" else [f"says {said!r}"])
    finally:
        ask("/refuse", "")


def main():
    config = Config(parameter_validation=False, retries={"max_attempts": 0}, inject_host_prefix=False)
    unused = set(ALLOWED)
    failed = 0
    for service, operations in ask("/operations").items():
        name = {"elasticloadbalancing": "elbv2"}.get(service, service)
        client = boto3.client(
            name,
            endpoint_url=URL,
            region_name="eu-west-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            config=config,
        )
        both = [each for each in operations if each in client.meta.service_model.operation_names]
        calls = 0
        for variant in VARIANTS:
            ask("/variant", variant)
            for operation in both:
                calls += 1
                found = round_trip(client, service, operation, variant)
                keys = {(service, operation, variant), (service, operation, "*")} & ALLOWED.keys()
                if found and keys:
                    unused -= keys
                elif found:
                    failed += 1
                    print(f"{service}:{operation}, {variant}", *found[:3], sep="\n    ")
        modelled = [each for each in ask("/errors")[service] if each in {e.name for e in client.meta.service_model.error_shapes}]
        for code in modelled:
            found = error_round_trip(client, both[0], code)
            if found:
                failed += 1
                print(f"{service}: error {code}", *found, sep="\n    ")
        print(f"{service}: {len(modelled)} errors, {calls} calls of {len(both)} operations; only one SDK has {len(operations) - len(both)} more")
    for key in sorted(unused):
        print("no longer needed in ALLOWED:", *key)
    print(f"{failed} mismatches" if failed else "no mismatch")
    sys.exit(1 if failed or unused else 0)


main()
