/** What `play vault --help` prints. */
export const vaultHelp = `play vault keeps secrets encrypted, in files that ansible-vault reads and writes, too (formats 1.1 and 1.2, AES256)

Usage
  play vault encrypt FILE …        encrypt files in place (- or no file: standard input to standard output)
  play vault decrypt FILE …        the opposite; a file on disk is readable by all who may read it
  play vault view FILE …           print what is in encrypted files
  play vault create FILE           write a new encrypted file in $EDITOR
  play vault edit FILE …           change encrypted files in $EDITOR
  play vault encrypt-string TEXT … print values to paste into a playbook (- or no text: standard input)
  play vault rekey FILE …          encrypt files with another password

Try
  play vault encrypt group_vars/all/vault.yml
  play vault encrypt-string -p --name db_password
  play vault encrypt --vault-id dev@prompt --output secrets.vault secrets.yml
  play vault rekey --vault-password-file old --new-vault-password-file new secrets.yml
  play playbook.yml --vault-password-file ~/.vault_password

Passwords, also of play PLAYBOOK
      --vault-password-file FILE  read the password from a file, or run it when it is executable
      --vault-id [LABEL@]SOURCE   a password with a label; the source is a file, a script, or prompt
                                  (a script whose name ends in -client is given --vault-id LABEL)
  -J, --ask-vault-pass            ask for the password
  Also ANSIBLE_VAULT_PASSWORD_FILE and ANSIBLE_VAULT_IDENTITY_LIST. Several are tried in turn; without any, one is asked for.

Options
      --output FILE               write there (- is standard output) instead of in place: encrypt, decrypt, encrypt-string
      --encrypt-vault-id LABEL    which of several passwords encrypts
      --new-vault-id, --new-vault-password-file   the new password: rekey
  -n, --name NAME                 name of the variable, once for each text: encrypt-string
  -p, --prompt                    ask for the text, so that it stands in no history: encrypt-string
      --stdin-name NAME           name of the variable whose value is read from standard input: encrypt-string
      --show-input                show the text while it is typed: encrypt-string

Exit codes
  0 done   2 a file could not be written   4 nothing was changed: a wrong password, no such file   64 wrong usage
`;
